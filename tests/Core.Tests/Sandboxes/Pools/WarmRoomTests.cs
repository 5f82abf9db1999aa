using SkillHost.Core.Tests.Fakes;
using SkillHost.Invocations;
using SkillHost.Sandboxes;

namespace SkillHost.Core.Tests.Sandboxes.Pools;

/// <summary>How many containers wait: as demand and the operator have it.</summary>
public sealed class WarmRoomTests
{
    private const long MiB = 1 << 20;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Demand_OfASkillThatAskedForNone_BeginsWithTheSecondCallAndEndsWhenIdle()
    {
        await using WarmScene scene =
            await WarmScene.StartAsync(warm: 0, options => (options.Adaptive, options.IdleAfter) = (true, Idle));

        await scene.CallAsync();
        int afterOne = scene.Host.Engine.Made.Count;
        await scene.CallAsync();
        await scene.UntilAsync(() => scene.Ready() == 1);
        InvocationResult third = await scene.CallAsync();
        await scene.UntilAsync(() => scene.Ready() == 1);

        await scene.UntilAsync(() => scene.Host.Engine.Containers.Count == 0);
        Assert.Equal(1, afterOne);
        Assert.Equal(SandboxKind.Warm, third.Container);
    }

    [Fact]
    public async Task Demand_NotAdaptive_ASkillThatAskedForNoneHasNone()
    {
        await using WarmScene scene = await WarmScene.StartAsync(warm: 0, options => options.Adaptive = false);

        InvocationResult[] results = [await scene.CallAsync(), await scene.CallAsync(), await scene.CallAsync()];

        Assert.All(results, result => Assert.Equal(SandboxKind.Cold, result.Container));
        Assert.Equal(3, scene.Host.Engine.Made.Count);
    }

    [Fact]
    public async Task Idle_AboveWhatTheManifestAsks_FallsToThatAndNoFurther()
    {
        await using WarmScene scene = await WarmScene.StartAsync(warm: 1, options => (options.Adaptive, options.IdleAfter) = (true, Idle));
        TaskCompletionSource go = new();
        FakeContainerEngine engine = scene.Host.Engine;
        engine.Program = async _ =>
        {
            await go.Task;
            return FakeProcess.Exit(0);
        };
        Task[] calls = [.. Enumerable.Range(0, 4).Select(_ => scene.CallAsync())];
        await scene.UntilAsync(() => scene.Ready() > 1);
        go.SetResult();
        await Task.WhenAll(calls);

        await scene.UntilAsync(() => engine.Containers.Count == 1);
        Assert.Single(scene.Waiting);
    }

    [Theory]
    [InlineData(3, 8, long.MaxValue)] // as many as there may be in all
    [InlineData(16, 3, long.MaxValue)] // as many as one skill may have
    [InlineData(16, 8, 200 * MiB)] // as many as their memory allows, 64 MiB each
    public async Task Wait_ManifestAsksForMore_AsManyAsTheOperatorAllows(int containers, int perSkill, long memory)
    {
        await using WarmScene scene = await WarmScene.StartAsync(warm: 6, options =>
        {
            (options.MaxContainers, options.MaxPerSkill, options.MemoryBytes) = (containers, perSkill, memory);
        });

        await scene.FillAsync(3);

        Assert.Equal(3, scene.Waiting.Count());
    }

    [Fact]
    public async Task Call_BudgetFullOfWaitingContainers_TheyYieldBeforeItsOwnIsMade()
    {
        FakeContainerEngine engine = new();
        await using WarmScene scene = await WarmScene.StartAsync(
            warm: 4, options => options.MemoryBytes = long.MaxValue, sandboxes => sandboxes.MemoryBudgetBytes = 256 * MiB, engine);
        await scene.FillAsync(4);
        long most = 0;
        engine.Before = (what, _) =>
        {
            most = what == "create" ? Math.Max(most, engine.Containers.Sum(container => container.Spec.MemoryBytes) + (128 * MiB)) : most;
            return Task.CompletedTask;
        };

        InvocationResult result = await scene.Host.CallAsync(function: CallHost.Function("big", policy: WarmScene.PolicyWith(128 * MiB)));

        Assert.Equal((InvocationStatus.Ok, SandboxKind.Cold), (result.Status, result.Container));
        Assert.Equal(256 * MiB, most);
    }

    [Fact]
    public async Task Call_BudgetFullOfWaitingContainers_TakesOneOfThem()
    {
        await using WarmScene scene = await WarmScene.StartAsync(
            warm: 2, options => options.MemoryBytes = long.MaxValue, sandboxes => sandboxes.MemoryBudgetBytes = 128 * MiB);
        await scene.FillAsync(2);

        InvocationResult[] results = await Task.WhenAll(scene.CallAsync(), scene.CallAsync());

        Assert.All(results, result => Assert.Equal(SandboxKind.Warm, result.Container));
    }

    [Fact]
    public async Task Call_EveryUserIdTaken_AWaitingContainerGivesItsUp()
    {
        await using WarmScene scene = await WarmScene.StartAsync(
            warm: 2, sandboxes: sandboxes => (sandboxes.MaxConcurrentCalls, sandboxes.MaxConcurrentCallsPerSkill) = (64, 64));
        await scene.FillAsync(2);
        TaskCompletionSource go = new();
        int running = 0;
        scene.Host.Engine.Program = async _ =>
        {
            Interlocked.Increment(ref running);
            await go.Task;
            return FakeProcess.Exit(0);
        };

        // Of the same skill under another policy: what waits is not for them, but has two of the 64 user ids.
        Callable other = CallHost.Function(policy: WarmScene.PolicyWith(32 * MiB), warm: 0);
        Task<InvocationResult>[] calls = [.. Enumerable.Range(0, 64).Select(_ => scene.Host.CallAsync(function: other))];
        await scene.UntilAsync(() => Volatile.Read(ref running) == 64);
        go.SetResult();
        InvocationResult[] results = await Task.WhenAll(calls);

        Assert.All(results, result => Assert.Equal(InvocationStatus.Ok, result.Status));
    }
}
