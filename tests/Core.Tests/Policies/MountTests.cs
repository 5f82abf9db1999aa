using System.Text.Json;
using SkillHost.Policies;
using SkillHost.Skills;
using SkillHost.Tests.Skills;

namespace SkillHost.Tests.Policies;

/// <summary>Folders of the host. Each refusal stands beside the same request granted.</summary>
public sealed class MountTests : IDisposable
{
    private const string Asks = "mounts: [{ source: data, target: /data }]";

    private readonly string _root = Canonical(Directory.CreateTempSubdirectory("skillhost-mounts-").FullName);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Compile_BoundAndGranted_GivesTheCanonicalFolder()
    {
        string real = Folder("real");
        Directory.CreateSymbolicLink(At("link"), real);

        SandboxPolicy policy = await Host(At("link")).PolicyAsync(Manifest.With(Asks));

        Assert.Equal([new MountGrant("data", real, "/data", false)], policy.Mounts);
        Assert.Equal("skill", policy.Origins["mounts"]);
    }

    [Fact]
    public async Task Compile_NotBoundNotGrantedOrNotWritable_IsRefused()
    {
        string folder = JsonSerializer.Serialize(Folder("real"));
        PolicyHost host = new($$"""
            {
              "Mounts": { "data": { "Path": {{folder}} }, "other": { "Path": {{folder}} } },
              "Skills": { "demo": { "Mounts": { "data": "read" } } }
            }
            """);
        string manifest = Manifest.With("""
            mounts:
              - { source: dat, target: /a }
              - { source: other, target: /b }
              - { source: data, target: /c, access: write }
              - { source: data, target: /d, access: read }
              - { source: data, target: /e }
            """);

        SkillPolicies policies = await host.CompileAsync(manifest);

        Texts.AssertExpected(Texts.Report(policies.Failures), "mounts");
    }

    [Fact]
    public async Task Compile_WriteAccess_NeedsBindingGrantAndRequest()
    {
        string manifest = Manifest.With("mounts: [{ source: data, target: /data, access: write }]");
        string folder = Folder("real");

        Assert.True((await Host(folder, writable: true, grant: "write").PolicyAsync(manifest)).Mounts.Single().Writable);
        Assert.False((await Host(folder, writable: true, grant: "write").PolicyAsync(Manifest.With(Asks))).Mounts.Single().Writable);
        Assert.NotEmpty((await Host(folder, writable: true, grant: "read").CompileAsync(manifest)).Failures);
    }

    [Fact]
    public async Task Compile_FunctionsMounts_TakeThePlaceOfItsSkills()
    {
        PolicyHost host = Host(Folder("real"));

        Assert.Empty((await host.PolicyAsync(Manifest.WithInFunction("mounts: []") + Asks + "\n")).Mounts);
        Assert.Single((await host.PolicyAsync(Manifest.WithInFunction(Asks) + "mounts: []\n")).Mounts);
    }

    [SkippableTheory]
    [InlineData("/")]
    [InlineData("/var/run/docker.sock")]
    [InlineData("/run")]
    [InlineData("/run/user/1000")]
    [InlineData("/var")]
    [InlineData("/var/lib")]
    [InlineData("/var/lib/docker/volumes/x")]
    [InlineData("/etc")]
    [InlineData("/etc/ssl")]
    [InlineData("/proc/self/root")]
    [InlineData("/proc/1/root")]
    [InlineData("/dev")]
    [InlineData("/sys")]
    [InlineData("/usr/share")]
    [InlineData("/lib")]
    [InlineData("/boot")]
    [InlineData("/root")]
    [InlineData("/root/.ssh")]
    [InlineData("/root/.local/share")]
    [InlineData("/home")]
    [InlineData("/tmp")]
    [InlineData("/srv/someone/.aws/cache")]
    [InlineData("/srv/keys/id_rsa")]
    [InlineData("/srv/.config")]
    [InlineData("")]
    [InlineData("data")]
    [InlineData("./data")]
    [InlineData("~")]
    [InlineData("~/data")]
    [InlineData("$HOME")]
    [InlineData("/srv/../etc")]
    [InlineData("/srv/./data")]
    [InlineData("/srv//data")]
    [InlineData("//etc")]
    [InlineData("/srv/data:/x:rw")]
    [InlineData("/srv/data,propagation=shared")]
    [InlineData("/srv/da\0ta")]
    [InlineData("/srv/da\nta")]
    public void Start_ForbiddenSourceBound_IsAnErrorThatNamesIt(string path)
    {
        Skip.If(OperatingSystem.IsWindows(), "the places are those of Unix");
        string error = Assert.Single(Host(path).Errors(), e => !e.Contains("demo", StringComparison.Ordinal));

        Assert.StartsWith("SkillHost:Policies:Mounts:data:Path: seen \"", error, StringComparison.Ordinal);
        Assert.Contains("; this one ", error, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("link-to-etc")]
    [InlineData("link-to-etc/ssl")]
    [InlineData("link-to-proc")]
    [InlineData("loop")]
    [InlineData("file")]
    [InlineData("home")]
    [InlineData("engine")]
    [InlineData("open/data")]
    public void Start_SourceThatIsNotWhatItSeems_IsAnError(string path)
    {
        Skip.If(OperatingSystem.IsWindows(), "the places are those of Unix");
        Directory.CreateSymbolicLink(At("link-to-etc"), "/etc");
        Directory.CreateSymbolicLink(At("link-to-proc"), "/proc/self/root");
        Directory.CreateSymbolicLink(At("loop"), At("loop"));
        File.WriteAllText(At("file"), "");
        Folder("home/.ssh");
        File.WriteAllText(Path.Combine(Folder("engine"), "docker.sock"), "");
        Folder("open/data");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(At("open"), (UnixFileMode)0b111_111_111);
        }

        Assert.Single(Host(At(path)).Errors());
        Assert.Empty(Host(Folder("plain/data")).Errors());
    }

    [Fact]
    public void Start_Roots_HoldWhatIsBelowThemAndNotTheirTwins()
    {
        Folder("root/a");
        Folder("root2/x");
        Directory.CreateSymbolicLink(At("root/out"), At("root2"));
        Directory.CreateSymbolicLink(At("in"), At("root/a"));

        Assert.Empty(Host(At("root/a"), [At("root")]).Errors());
        Assert.Empty(Host(At("in"), [At("root")]).Errors());
        Assert.Single(Host(At("root2/x"), [At("root")]).Errors());
        Assert.Single(Host(At("root/out/x"), [At("root")]).Errors());
        Assert.Single(Host(At("root/out"), [At("root")]).Errors());
        Assert.Single(Host(At("root/a"), []).Errors());
    }

    [Fact]
    public void Start_FolderWithinAWritableOne_IsAnError()
    {
        string outer = JsonSerializer.Serialize(Folder("outer"));
        string inner = JsonSerializer.Serialize(Folder("outer/inner"));
        string Policies(string writable) => $$"""
            { "Mounts": { "outer": { "Path": {{outer}}, "Writable": {{writable}} }, "inner": { "Path": {{inner}} } } }
            """;

        Assert.Contains("Mounts:inner:Path", Assert.Single(new PolicyHost(Policies("true")).Errors()), StringComparison.Ordinal);
        Assert.Empty(new PolicyHost(Policies("false")).Errors());
    }

    [Fact]
    public async Task Compile_FolderNotThereYet_RefusesOnlyTheSkillThatAsks()
    {
        PolicyHost host = Host(At("later"));

        Assert.Empty(host.Errors());
        Assert.Empty((await host.CompileAsync(Manifest.Least)).Failures);
        SkillFailure failure = Assert.Single((await host.CompileAsync(Manifest.With(Asks))).Failures);
        Assert.EndsWith("the one bound to it does not exist", failure.Wanted, StringComparison.Ordinal);
        Assert.DoesNotContain(_root, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recheck_FolderSwappedForALink_IsDeniedWithoutNamingHostPaths()
    {
        PolicyHost host = Host(Folder("real"));
        SandboxPolicy policy = await host.PolicyAsync(Manifest.With(Asks));
        host.Mounts.Recheck(policy.Mounts);

        Directory.Delete(At("real"));
        Directory.CreateSymbolicLink(At("real"), Folder("elsewhere"));

        PolicyDeniedException denied = Assert.Throws<PolicyDeniedException>(() => host.Mounts.Recheck(policy.Mounts));
        Assert.Equal("The folder data cannot be given to the skill any more: it has become a link.", denied.Message);
    }

    private static PolicyHost Host(
        string path, IReadOnlyList<string>? roots = null, bool writable = false, string grant = "read") => new($$"""
        {
          {{(roots is null ? "" : $"\"MountRoots\": {JsonSerializer.Serialize(roots)},")}}
          "Mounts": { "data": { "Path": {{JsonSerializer.Serialize(path)}}, "Writable": {{(writable ? "true" : "false")}} } },
          "Skills": { "demo": { "Mounts": { "data": "{{grant}}" } } }
        }
        """);

    private string At(string path) => Path.Combine(_root, path);

    private string Folder(string path) => Directory.CreateDirectory(At(path)).FullName;

    // Where the temporary folder is itself reached by a link.
    private static string Canonical(string path) =>
        Directory.ResolveLinkTarget(Path.GetDirectoryName(path)!, returnFinalTarget: true) is { } real
            ? Path.Combine(real.FullName, Path.GetFileName(path)) : path;
}
