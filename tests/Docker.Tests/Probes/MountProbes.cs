using Microsoft.Extensions.Options;
using SkillHost.Docker.Tests.Calls;
using SkillHost.Hosting;
using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Probes;

/// <summary>Folders of the host, and somebody who swaps them while they are given out.</summary>
public sealed class MountProbes(CallFixture fixture) : CallTest(fixture), IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("skillhost-mounts-").FullName;

    private string Data => Path.Combine(_folder, "data");

    private string Aside => Path.Combine(_folder, "aside");

    private string Secret => Path.Combine(_folder, "secret");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Folder_NobodyMeddles_IsGiven()
    {
        InvocationResult result = await RunAsync(() => { }, () => { });

        Assert.Equal("of the operator", result.Stdout);
        Assert.Equal("of the host", (await Host.ShellAsync("cat /m/x", "mounted.run")).Stdout);
    }

    [Fact]
    public async Task Folder_SwappedForALinkBeforeTheStart_DeniedAndNothingRead()
    {
        InvocationResult result = await RunAsync(Swap, () => { });

        Assert.Equal(InvocationStatus.Denied, result.Status);
        Assert.DoesNotContain("of somebody else", result.Stdout, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_SwappedForALinkAndBackAroundTheStart_DeniedAndNothingRead()
    {
        InvocationResult result = await RunAsync(Swap, SwapBack);

        Assert.Equal(InvocationStatus.Denied, result.Status);
        Assert.Contains("was replaced", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("of somebody else", result.Stdout, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folder_ReplacedByAnotherAroundTheStart_Denied()
    {
        InvocationResult result = await RunAsync(
            () =>
            {
                Directory.Move(Data, Aside);
                Directory.Move(Secret, Data);
            },
            () => { });

        Assert.Equal(InvocationStatus.Denied, result.Status);
    }

    [Theory]
    [InlineData("state")]
    [InlineData("state/audit")]
    [InlineData(".")]
    public async Task Folder_OfTheHostsOwn_IsRefusedWhereverItIsNamed(string path)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "state", "audit"));
        await using RealHost host = Make(Path.GetFullPath(Path.Combine(_folder, path)), () => { }, () => { });

        await AssertRefusedAsync(host, "is, holds or lies in a folder of the host's own, which no skill is given");
    }

    [Theory]
    [InlineData("/var/run", "/var/run")]
    [InlineData("/run", "/run")]
    [InlineData("/var/lib/docker/volumes", "/var/lib/docker")]
    [InlineData("/proc/self/root/etc", "/proc")]
    public async Task Folder_OfTheEngineOrSystem_IsRefused(string path, string place)
    {
        await using RealHost host = Make(path, () => { }, () => { });

        await AssertRefusedAsync(host, $"is {place} or lies in it, which no skill is given");
    }

    [Fact]
    public async Task Folder_ThatHoldsAnEnginesSocket_IsRefused()
    {
        string odd = Directory.CreateDirectory(Path.Combine(_folder, "odd")).FullName;
        await File.WriteAllTextAsync(Path.Combine(odd, "docker.sock"), "");
        await using RealHost host = Make(odd, () => { }, () => { });

        await AssertRefusedAsync(host, "holds docker.sock, which no skill is given");
    }

    private static async Task AssertRefusedAsync(RealHost host, string reason)
    {
        OptionsValidationException refused =
            await Assert.ThrowsAsync<OptionsValidationException>(() => host.Get<ISkillHost>().LoadAsync());

        string failure = Assert.Single(refused.Failures);
        Assert.StartsWith("SkillHost:Policies:Mounts:test-data:", failure, StringComparison.Ordinal);
        Assert.EndsWith(reason, failure, StringComparison.Ordinal);
    }

    private void Swap()
    {
        Directory.Move(Data, Aside);
        Directory.CreateSymbolicLink(Data, Secret);
    }

    private void SwapBack()
    {
        File.Delete(Data);
        Directory.Move(Aside, Data);
    }

    private RealHost Make(string bound, Action before, Action after) => new(
        Path.Combine(_folder, "state"),
        new Dictionary<string, string?>
        {
            ["SkillHost:Policies:Mounts:test-data:Path"] = bound,
            ["SkillHost:Policies:Skills:mounted:Mounts:test-data"] = "read",
        },
        decorate: engine => new MeddlingEngine(engine, before, after));

    private async Task<InvocationResult> RunAsync(Action before, Action after)
    {
        Directory.CreateDirectory(Data);
        Directory.CreateDirectory(Secret);
        await File.WriteAllTextAsync(Path.Combine(Data, "x"), "of the operator");
        await File.WriteAllTextAsync(Path.Combine(Secret, "x"), "of somebody else");
        await using RealHost host = Make(Data, before, after);
        await host.LoadAsync("mounted");
        return await host.ShellAsync("cat /m/x", "mounted.run");
    }
}
