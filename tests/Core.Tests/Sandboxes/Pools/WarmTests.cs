using SkillHost.Core.Tests.Fakes;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.Sandboxes;

namespace SkillHost.Core.Tests.Sandboxes.Pools;

/// <summary>Containers that wait for calls: each handed out once, and replaced before that where it is no good any more.</summary>
public sealed class WarmTests
{
    [Fact]
    public async Task Call_ContainerWaits_TakesItAndNoOtherCallEverDoes()
    {
        await using WarmScene scene = await WarmScene.StartAsync(warm: 2);
        await scene.FillAsync(2);
        HashSet<string> waited = [.. scene.Waiting.Select(container => container.Id)];
        List<string> used = [];
        scene.Host.Engine.Program = process =>
        {
            lock (used)
            {
                used.Add(process.Container.Id);
            }

            return Task.FromResult(FakeProcess.Exit(0));
        };

        InvocationResult[] results = await Task.WhenAll(scene.CallAsync(), scene.CallAsync());
        await scene.FillAsync(2);

        Assert.All(results, result => Assert.Equal((InvocationStatus.Ok, SandboxKind.Warm), (result.Status, result.Container)));
        Assert.Equal(waited, used.Take(2).ToHashSet());
        Assert.Equal(used.Count, used.Distinct().Count());
        Assert.DoesNotContain(scene.Waiting, container => used.Contains(container.Id));
    }

    [Fact]
    public async Task Call_HostNotStarted_MakesItsOwnAndLeavesNone()
    {
        await using CallHost host = new();

        InvocationResult[] results =
            [await host.CallAsync(function: CallHost.Function(warm: 2)), await host.CallAsync(function: CallHost.Function(warm: 2))];

        Assert.All(results, result => Assert.Equal(SandboxKind.Cold, result.Container));
        Assert.Equal(2, host.Engine.Made.Count);
    }

    [Fact]
    public async Task Waiting_Container_IsToldTheCallsDeadlineAndHasNothingOfACall()
    {
        await using WarmScene scene = await WarmScene.StartAsync(warm: 1, options => options.MaxAge = TimeSpan.FromMinutes(3));
        await scene.FillAsync(1);

        FakeContainer waiting = Assert.Single(scene.Waiting);

        // 7 s of time limit, 10 s of grace, and the longest it may wait.
        Assert.Equal("197000", waiting.Spec.Command[^1]);
        Assert.DoesNotContain(SandboxLabels.Call, waiting.Spec.Labels.Keys);
    }

    [Fact]
    public async Task Waiting_ContainerDies_AnotherTakesItsPlaceBeforeACallComes()
    {
        await using WarmScene scene = await WarmScene.StartAsync(warm: 1);
        await scene.FillAsync(1);
        FakeContainer dead = scene.Waiting.Single();

        await dead.DieAsync(outOfMemory: false);
        await scene.UntilAsync(() => scene.Ready() == 1 && scene.Waiting.Any(other => other != dead));
        InvocationResult result = await scene.CallAsync();

        Assert.Equal((InvocationStatus.Ok, SandboxKind.Warm), (result.Status, result.Container));
    }

    [Fact]
    public async Task Waiting_ContainerTooOld_AnotherTakesItsPlace()
    {
        await using WarmScene scene = await WarmScene.StartAsync(warm: 1, options => options.MaxAge = TimeSpan.FromMinutes(5));
        await scene.FillAsync(1);
        FakeContainer old = scene.Waiting.Single();

        await scene.UntilAsync(() =>
        {
            scene.Host.Time.Advance(TimeSpan.FromSeconds(1));
            return scene.Ready() == 1 && scene.Waiting.Any(other => other != old);
        });
        InvocationResult result = await scene.CallAsync();

        Assert.Equal(SandboxKind.Warm, result.Container);
    }

    [Fact]
    public async Task Call_ImageMadeAnew_NeverGetsAContainerOfTheOldOne()
    {
        await using WarmScene scene = await WarmScene.StartAsync(warm: 1);
        await scene.FillAsync(1);
        FakeContainer old = scene.Waiting.Single();

        scene.Host.Images.Report = (skill, _) => Task.FromResult(FakeImages.Good(skill, 7));
        InvocationResult result = await scene.CallAsync();
        await scene.UntilAsync(
            () => scene.Ready() == 1 && scene.Waiting.All(other => other.Spec.ImageId == FakeImages.Good(default, 7).Image?.Id));

        Assert.Equal((InvocationStatus.Ok, SandboxKind.Cold), (result.Status, result.Container));
        Assert.DoesNotContain(old, scene.Host.Engine.Containers);
    }

    [Fact]
    public async Task Call_NarrowedByItsCaller_MakesItsOwn()
    {
        await using WarmScene scene = await WarmScene.StartAsync(warm: 1);
        await scene.FillAsync(1);
        FakeContainer waiting = scene.Waiting.Single();

        InvocationResult result =
            await scene.CallAsync(new InvocationOptions { Narrowing = new PolicyNarrowing { Timeout = TimeSpan.FromSeconds(1) } });

        Assert.Equal((InvocationStatus.Ok, SandboxKind.Cold), (result.Status, result.Container));
        Assert.Same(waiting, scene.Waiting.Single());
    }

    [Fact]
    public async Task Call_CancelledWhileItsContainerIsOnItsWay_TheContainerServesTheNext()
    {
        FakeContainerEngine engine = new();
        await using WarmScene scene = await WarmScene.StartAsync(warm: 1, engine: engine);
        await scene.FillAsync(1);
        TaskCompletionSource starting = new(), go = new();
        engine.Before = (what, _) =>
        {
            bool first = what == "start" && starting.TrySetResult();
            return first ? go.Task : Task.CompletedTask;
        };
        await scene.CallAsync();
        await scene.UntilAsync(() => starting.Task.IsCompleted);
        using CancellationTokenSource cancel = new();

        Task<InvocationResult> cancelled = scene.CallAsync(cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        InvocationResult first = await cancelled;
        go.SetResult();
        await scene.UntilAsync(() => engine.Containers.Count == 1 && scene.Ready() == 1);
        InvocationResult next = await scene.CallAsync();

        Assert.Equal(InvocationStatus.Cancelled, first.Status);
        Assert.Equal((InvocationStatus.Ok, SandboxKind.Warm), (next.Status, next.Container));
    }

    [Fact]
    public async Task Start_EngineFails_CallsStillGetTheirOwn()
    {
        FakeContainerEngine engine = new();
        await using WarmScene scene = await WarmScene.StartAsync(warm: 1, engine: engine);
        int created = 0;
        engine.Before = (what, _) => what == "create" && Interlocked.Increment(ref created) == 2
            ? throw new Containers.EngineException(Containers.EngineFailure.Unreachable, "no")
            : Task.CompletedTask;
        await scene.CallAsync();
        await scene.UntilAsync(() => Volatile.Read(ref created) == 2);

        InvocationResult result = await scene.CallAsync();

        Assert.Equal(InvocationStatus.Ok, result.Status);
    }

    [Fact]
    public async Task Stop_ContainersWait_NoneIsLeftAndNobodyWaitedForThem()
    {
        await using WarmScene scene = await WarmScene.StartAsync(warm: 3);
        await scene.FillAsync(3);

        // The clock stands: a grace that somebody waited out would never end.
        await scene.Host.StopAsync();

        Assert.Empty(scene.Host.Engine.Containers);
    }

    [Fact]
    public async Task Stop_WhileTheEngineIsAskedHowMuchItHas_EndsQuietly()
    {
        TaskCompletionSource asked = new();
        FakeContainerEngine engine = new()
        {
            Before = (what, stopped) =>
            {
                if (what != "info")
                {
                    return Task.CompletedTask;
                }

                asked.TrySetResult();
                return Task.Delay(Timeout.Infinite, stopped);
            },
        };
        await using WarmScene scene = await WarmScene.StartAsync(warm: 1, engine: engine);
        await asked.Task;

        await scene.Host.StopAsync();

        Assert.Empty(engine.Made);
    }

    [Fact]
    public async Task Start_AnAnswerOfTheEngineWasGivenUp_PoolsAreFilledAllTheSame()
    {
        int asked = 0;
        FakeContainerEngine engine = new()
        {
            Before = (what, _) => what == "info" && Interlocked.Increment(ref asked) == 1
                ? throw new OperationCanceledException("the engine took too long")
                : Task.CompletedTask,
        };
        await using WarmScene scene = await WarmScene.StartAsync(warm: 1, engine: engine);
        await scene.UntilAsync(() => Volatile.Read(ref asked) > 0);

        await scene.FillAsync(1);

        Assert.Single(scene.Waiting);
    }
}
