using SkillHost.Containers;
using SkillHost.Core.Tests.Fakes;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.Sandboxes;
using SkillHost.Wire;

namespace SkillHost.Core.Tests.Sandboxes;

/// <summary>What the engine is asked for, and that it is asked to take it all away again.</summary>
public sealed class ContainerTests
{
    [Fact]
    public async Task Spec_OfACall_SaysThePolicyAndNothingTheCallerSaid()
    {
        await using CallHost host = new();

        InvocationResult result = await host.CallAsync("""{"secret":"hunter2"}""");

        ContainerSpec spec = Assert.Single(host.Engine.Made).Spec;
        Assert.Matches("^skillhost-[0-9a-f]{16}-[0-9a-f]{16}-1$", spec.Name);
        Assert.Equal(["/.skillhost/init", "--deadline-ms", "17000"], spec.Command);
        Assert.Equal(["PATH", "COLOUR", "LD_PRELOAD"], spec.ImageEnvironment);
        Assert.Empty(spec.Environment);
        Assert.Equal(64 + InitFacts.Threads, spec.Pids);
        Assert.Equal(64 << 20, spec.MemoryBytes);
        Assert.Equal(12, spec.CpuSeconds);
        Assert.Equal([new TmpfsSpec("/tmp", 16 << 20)], spec.Tmpfs);
        Assert.Equal(ContainerNetwork.None, spec.Network);
        string[] name = spec.Name.Split('-');
        Assert.Equal($"{name[1]}/{name[2]}", spec.Labels[SandboxLabels.Owner]);
        Assert.Equal((SandboxLabels.CallKind, "probe", result.InvocationId),
            (spec.Labels[SandboxLabels.Kind], spec.Labels[SandboxLabels.Skill], spec.Labels[SandboxLabels.Call]));
        Assert.Equal(
            (host.Time.GetUtcNow() + TimeSpan.FromSeconds(30 + 7 + 10)).ToUnixTimeMilliseconds().ToString((IFormatProvider?)null),
            spec.Labels[SandboxLabels.Deadline]);
        Assert.DoesNotContain("hunter2", System.Text.Json.JsonSerializer.Serialize(spec), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remove_EngineDoesItByItself_IsNotAsked()
    {
        CallHost host = new();
        int asked = 0;
        host.Engine.Before = (name, _) => Task.FromResult(name == "remove" ? Interlocked.Increment(ref asked) : 0);

        await host.CallAsync();
        await host.DisposeAsync();

        Assert.Single(host.Engine.Made);
        Assert.Empty(host.Engine.Containers);
        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task Remove_EngineRefusesAtFirst_IsTriedAgain()
    {
        CallHost host = new();
        host.Engine.RemovesEnded = false;
        int refused = 0;
        host.Engine.Before = (name, _) => name == "remove" && Interlocked.Increment(ref refused) < 3
            ? throw new EngineException(EngineFailure.Conflict, "removal in progress")
            : Task.CompletedTask;

        await host.CallAsync();
        await host.Time.WaitForTimerAsync(TimeSpan.FromMilliseconds(50));
        host.Time.Advance(TimeSpan.FromMilliseconds(50));
        await host.Time.WaitForTimerAsync(TimeSpan.FromMilliseconds(200));
        host.Time.Advance(TimeSpan.FromMilliseconds(200));
        await host.DisposeAsync();

        Assert.Equal(3, refused);
        Assert.Empty(host.Engine.Containers);
    }

    [Fact]
    public async Task Create_AnswerNeverComes_RemovedByItsName()
    {
        CallHost host = new();
        host.Engine.Before = (name, cancellationToken) => name == "attach"
            ? Task.Delay(Timeout.Infinite, cancellationToken)
            : Task.CompletedTask;

        Task<InvocationResult> call = host.CallAsync();
        await host.Time.WaitForTimerAsync(TimeSpan.FromSeconds(30));
        host.Time.Advance(TimeSpan.FromSeconds(30));
        InvocationResult result = await call;
        await host.DisposeAsync();

        Assert.Equal(InvocationStatus.Unavailable, result.Status);
        Assert.Contains("did not answer in time", result.Error, StringComparison.Ordinal);
        Assert.Empty(host.Engine.Containers);
    }

    [Fact]
    public async Task Mount_EngineReportsAnotherFolder_DeniedAndNeverRun()
    {
        using TempFolder folder = new();
        CallHost host = new();
        bool ran = false;
        host.Engine.Program = _ =>
        {
            ran = true;
            return Task.FromResult(FakeProcess.Exit(0));
        };
        SandboxPolicy policy = CallHost.Policy with { Mounts = [new MountGrant("data", folder.Path, "/data", Writable: false)] };

        InvocationResult asked = await host.CallAsync(function: CallHost.Function(policy: policy));
        bool ranAsAsked = ran;
        ran = false;
        host.Engine.ReportedMounts = [new MountState("bind", "/etc", "/data", Writable: false, "rprivate")];
        InvocationResult swapped = await host.CallAsync(function: CallHost.Function(policy: policy));
        await host.DisposeAsync();

        Assert.Equal(InvocationStatus.Ok, asked.Status);
        Assert.True(ranAsAsked);
        Assert.Equal(InvocationStatus.Denied, swapped.Status);
        Assert.False(ran);
        Assert.DoesNotContain("/etc", swapped.Error, StringComparison.Ordinal);
        Assert.Empty(host.Engine.Containers);
    }

    [Fact]
    public async Task Mount_BecameALink_DeniedBeforeAnyContainer()
    {
        using TempFolder folder = new();
        string data = Path.Combine(folder.Path, "data");
        Directory.CreateSymbolicLink(data, "/etc");
        await using CallHost host = new();
        SandboxPolicy policy = CallHost.Policy with { Mounts = [new MountGrant("data", data, "/data", Writable: false)] };

        InvocationResult result = await host.CallAsync(function: CallHost.Function(policy: policy));

        Assert.Equal(InvocationStatus.Denied, result.Status);
        Assert.Empty(host.Engine.Made);
        Assert.DoesNotContain(folder.Path, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task State_CannotBeUsed_UnavailableWithoutItsPath()
    {
        using TempFolder folder = new();
        string file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "in the way");
        await using CallHost host = new(state: file);

        InvocationResult result = await host.CallAsync();

        Assert.Equal(InvocationStatus.Unavailable, result.Status);
        Assert.Contains("state folder", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Path, result.Error, StringComparison.Ordinal);
    }
}
