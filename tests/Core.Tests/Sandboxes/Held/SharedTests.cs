using SkillHost.Core.Tests.Fakes;
using SkillHost.Invocations;
using SkillHost.Sandboxes;
using SkillHost.Skills;
using SkillHost.Wire.Processes;

namespace SkillHost.Core.Tests.Sandboxes.Held;

/// <summary>One container for many calls at once.</summary>
public sealed class SharedTests
{
    private static readonly Callable Function = CallHost.Function(isolation: SkillIsolation.Shared);

    [Fact]
    public async Task Calls_AtTheSameTime_RunTogetherInOneContainer()
    {
        await using CallHost host = new();
        TaskCompletionSource all = new();
        int running = 0;
        host.Engine.Program = async _ =>
        {
            if (Interlocked.Increment(ref running) == 6)
            {
                all.SetResult();
            }

            await all.Task;
            return FakeProcess.Exit(0);
        };

        InvocationResult[] results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => host.CallAsync(function: Function)));

        Assert.All(results, result => Assert.Equal((InvocationStatus.Ok, SandboxKind.Shared), (result.Status, result.Container)));
        Assert.Single(host.Engine.Made);
    }

    [Fact]
    public async Task Container_Dies_OnlyCallsInItAreLostAndAnotherTakesItsPlace()
    {
        await using CallHost host = new();
        await host.StartAsync();
        TaskCompletionSource inside = new();
        host.Engine.Program = async process =>
        {
            inside.TrySetResult();
            await Task.Delay(Timeout.Infinite, process.Killed).ContinueWith(_ => { }, TaskScheduler.Default);
            return FakeProcess.KilledExit;
        };

        Task<InvocationResult> lost = host.CallAsync(function: Function);
        await inside.Task;
        await host.Engine.Containers.Single().DieAsync(outOfMemory: false);
        InvocationResult gone = await lost;
        host.Engine.Program = _ => Task.FromResult(FakeProcess.Exit(0));
        InvocationResult next = await host.CallAsync(function: Function);

        Assert.Equal(InvocationStatus.Unavailable, gone.Status);
        Assert.Equal((InvocationStatus.Ok, SandboxKind.Shared), (next.Status, next.Container));
        Assert.Equal(2, host.Engine.Made.Count);
    }

    [Fact]
    public async Task Call_WholeWhileAnotherWasKilledForMemory_IsNotBlamed()
    {
        await using CallHost host = new();
        host.Engine.Program = process => Task.FromResult(new ProcessExit { ExitCode = 0, OutOfMemoryKills = 1 });
        InvocationResult whole = await host.CallAsync(function: Function);
        host.Engine.Program = process => Task.FromResult(new ProcessExit { Signal = 9, OutOfMemoryKills = 1 });
        InvocationResult killed = await host.CallAsync(function: Function);

        Assert.Equal((InvocationStatus.Ok, InvocationStatus.OutOfMemory), (whole.Status, killed.Status));
    }
}
