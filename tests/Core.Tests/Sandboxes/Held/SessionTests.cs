using SkillHost.Core.Tests.Fakes;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.Sandboxes;
using SkillHost.Sandboxes.Held;
using SkillHost.Skills;

namespace SkillHost.Core.Tests.Sandboxes.Held;

/// <summary>One container for each session: made with its first call, one call at a time, gone when idle, old, dead or ended.</summary>
public sealed class SessionTests
{
    private static readonly Callable Function = CallHost.Function(isolation: SkillIsolation.Session);

    [Fact]
    public async Task Calls_OfOneSession_HaveOneContainerAndOthersHaveTheirOwn()
    {
        await using CallHost host = new();

        InvocationResult first = await CallAsync(host, "a");
        InvocationResult second = await CallAsync(host, "a");
        InvocationResult other = await CallAsync(host, "b");
        InvocationResult without = await CallAsync(host, null);

        Assert.Equal(
            [SandboxKind.Cold, SandboxKind.Session, SandboxKind.Cold, SandboxKind.Cold],
            [first.Container, second.Container, other.Container, without.Container]);
        Assert.Equal(3, host.Engine.Made.Count);
        Assert.Equal(["a", "b"], host.Get<ISessions>().Open.Select(session => session.Session.Id).Order());
    }

    [Fact]
    public async Task Calls_OfOneSessionAtTheSameTime_RunOneAfterTheOther()
    {
        await using CallHost host = new();
        int running = 0, most = 0;
        host.Engine.Program = async _ =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return FakeProcess.Exit(0);
        };

        InvocationResult[] results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => CallAsync(host, "a")));

        Assert.All(results, result => Assert.Equal(InvocationStatus.Ok, result.Status));
        Assert.Equal(1, most);
        Assert.Single(host.Engine.Made);
    }

    [Fact]
    public async Task Session_IdleTooLong_IsGoneAndTheNextCallIsToldWhy()
    {
        await using CallHost host = new();
        await CallAsync(host, "a");

        await UntilAsync(host, () => host.Engine.Containers.Count == 0, TimeSpan.FromSeconds(30));
        InvocationResult late = await CallAsync(host, "a");
        InvocationResult fresh = await CallAsync(host, "b");

        Assert.Equal(InvocationStatus.Unavailable, late.Status);
        Assert.Equal("probe.run was not run: session 'a' has ended (idle for 10 min); start a new one", late.Error);
        Assert.Equal(InvocationStatus.Ok, fresh.Status);
    }

    [Fact]
    public async Task Session_LivedItsTime_EndsHoweverBusyItIs()
    {
        await using CallHost host = new(held: options => options.MaxLife = TimeSpan.FromMinutes(15));

        List<InvocationResult> results = [];
        for (int i = 0; i < 4; i++)
        {
            results.Add(await CallAsync(host, "a"));
            host.Time.Advance(TimeSpan.FromMinutes(6));
        }

        Assert.Equal(["ok", "ok", "ok", "unavailable"], results.Select(result => InvocationJson.NameOf(result.Status)));
        Assert.Contains("open for 15 min", results[^1].Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_ContainerDies_TheNextCallIsToldAndAnotherSessionWorks()
    {
        await using CallHost host = new();
        await host.StartAsync();
        await CallAsync(host, "a");

        await host.Engine.Containers.Single().DieAsync(outOfMemory: true);
        await UntilAsync(host, () => host.Get<ISessions>().Open.Count == 0, TimeSpan.Zero);
        InvocationResult next = await CallAsync(host, "a");

        Assert.Equal(InvocationStatus.Unavailable, next.Status);
        Assert.Contains("session 'a' has ended (its container", next.Error, StringComparison.Ordinal);
        Assert.Equal(InvocationStatus.Ok, (await CallAsync(host, "b")).Status);
    }

    [Fact]
    public async Task Session_Ended_ItsContainerGoesAndItsIdIsNotUsedAgain()
    {
        await using CallHost host = new();
        await CallAsync(host, "a");
        ISessions sessions = host.Get<ISessions>();

        bool[] ended = [sessions.End(Function.Skill.Name, Of("a")), sessions.End(Function.Skill.Name, Of("a"))];
        await UntilAsync(host, () => host.Engine.Containers.Count == 0, TimeSpan.Zero);

        Assert.Equal([true, false], ended);
        Assert.Contains("it was ended", (await CallAsync(host, "a")).Error, StringComparison.Ordinal);
        Assert.Empty(sessions.Open);
    }

    [Fact]
    public async Task Call_TimedOutInASession_IsKilledAndTheSessionGoesOn()
    {
        await using CallHost host = new();
        await CallAsync(host, "a");
        host.Engine.Program = async process =>
        {
            await Task.Delay(Timeout.Infinite, process.Killed).ContinueWith(_ => { }, TaskScheduler.Default);
            return FakeProcess.KilledExit;
        };

        Task<InvocationResult> slow = CallAsync(host, "a");
        await host.Time.WaitForTimerAsync(CallHost.Policy.Limits.Timeout);
        host.Time.Advance(CallHost.Policy.Limits.Timeout);
        InvocationResult timedOut = await slow;
        host.Engine.Program = _ => Task.FromResult(FakeProcess.Exit(0));
        InvocationResult next = await CallAsync(host, "a");

        Assert.Equal(InvocationStatus.TimedOut, timedOut.Status);
        Assert.Equal((InvocationStatus.Ok, SandboxKind.Session), (next.Status, next.Container));
        Assert.Single(host.Engine.Made);
    }

    [Fact]
    public async Task Call_NarrowsWhatBelongsToTheContainer_DeniedAndTimeIsAllowed()
    {
        await using CallHost host = new();

        InvocationResult memory = await CallAsync(host, "a", new PolicyNarrowing { MemoryBytes = 32 << 20 });
        InvocationResult time = await CallAsync(host, "a", new PolicyNarrowing { Timeout = TimeSpan.FromSeconds(1) });

        Assert.Equal((InvocationStatus.Denied, InvocationStatus.Ok), (memory.Status, time.Status));
    }

    [Fact]
    public async Task Sessions_MoreThanMayBeOpen_BusyUntilOneEnds()
    {
        await using CallHost host = new(held: options => options.MaxPerSkill = 2);

        InvocationStatus[] statuses =
            [(await CallAsync(host, "a")).Status, (await CallAsync(host, "b")).Status, (await CallAsync(host, "c")).Status];
        host.Get<ISessions>().End(Function.Skill.Name, Of("a"));
        InvocationResult again = await CallAsync(host, "c");

        Assert.Equal([InvocationStatus.Ok, InvocationStatus.Ok, InvocationStatus.Busy], statuses);
        Assert.Equal(InvocationStatus.Ok, again.Status);
    }

    [Fact]
    public async Task Sessions_TakeTheWholeBudget_NoMoreMemoryIsGivenOut()
    {
        await using CallHost host = new(options => (options.MemoryBudgetBytes, options.QueueTimeout) = (128 << 20, TimeSpan.Zero));

        InvocationStatus[] statuses =
            [(await CallAsync(host, "a")).Status, (await CallAsync(host, "b")).Status, (await CallAsync(host, "c")).Status];
        InvocationResult inside = await CallAsync(host, "a");
        InvocationResult beside = await host.CallAsync(function: CallHost.Function("fresh"));

        Assert.Equal([InvocationStatus.Ok, InvocationStatus.Ok, InvocationStatus.Busy], statuses);
        Assert.Equal((InvocationStatus.Ok, InvocationStatus.Busy), (inside.Status, beside.Status));
    }

    [Fact]
    public async Task Stop_SessionsOpen_NoneIsLeft()
    {
        await using CallHost host = new();
        await host.StartAsync();
        await CallAsync(host, "a");

        // A host that stops looks again after a while whether all is over.
        Task stopping = host.StopAsync();
        await UntilAsync(host, () => stopping.IsCompleted, TimeSpan.FromMilliseconds(20));
        await stopping;

        Assert.Empty(host.Engine.Containers);
    }

    private static SessionId Of(string id) => new(new InvocationOptions().Caller, id);

    private static Task<InvocationResult> CallAsync(CallHost host, string? session, PolicyNarrowing? narrowing = null) =>
        host.CallAsync(function: Function, options: new InvocationOptions { Session = session, Narrowing = narrowing });

    private static async Task UntilAsync(CallHost host, Func<bool> condition, TimeSpan step)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(10));
        while (!condition())
        {
            host.Time.Advance(step);
            await Task.Delay(1, deadline.Token);
        }
    }
}
