using System.Threading.Channels;
using SkillHost.Core.Tests.Fakes;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.Sandboxes;
using SkillHost.Wire.Processes;

namespace SkillHost.Core.Tests.Sandboxes;

/// <summary>How many calls run, wait and are turned away.</summary>
public sealed class AdmissionTests
{
    [Fact]
    public async Task Enter_MoreThanMayRun_TheRestWaitInOrder()
    {
        await using CallHost host = new(options => options.MaxConcurrentCalls = 2);
        Gate gate = new(host);

        Task<InvocationResult>[] calls = [.. Enumerable.Range(0, 4).Select(_ => host.CallAsync())];
        await gate.WaitForAsync(2);
        int whileHeld = host.Engine.Made.Count;
        gate.Open();
        InvocationResult[] results = await Task.WhenAll(calls);

        Assert.Equal(2, whileHeld);
        Assert.All(results, result => Assert.Equal(InvocationStatus.Ok, result.Status));
    }

    [Fact]
    public async Task Enter_SkillAtItsOwnLimit_OthersOvertake()
    {
        await using CallHost host = new(options => options.MaxConcurrentCallsPerSkill = 1);
        Gate gate = new(host);

        Task<InvocationResult> first = host.CallAsync(function: CallHost.Function("greedy"));
        await gate.WaitForAsync(1);
        Task<InvocationResult> second = host.CallAsync(function: CallHost.Function("greedy"));
        Task<InvocationResult> other = host.CallAsync(function: CallHost.Function("modest"));
        await gate.WaitForAsync(2);
        string[] running = [.. host.Engine.Made.Select(container => container.Spec.Labels[SandboxLabels.Skill])];
        gate.Open();
        await Task.WhenAll(first, second, other);

        Assert.Equal(["greedy", "modest"], running);
    }

    [Fact]
    public async Task Enter_MemoryBudgetTaken_WaitsAlthoughCountAllows()
    {
        await using CallHost host = new(options => options.MemoryBudgetBytes = 150 << 20);
        Gate gate = new(host);

        Task<InvocationResult>[] calls = [.. Enumerable.Range(0, 3).Select(_ => host.CallAsync())];
        await gate.WaitForAsync(2);
        int whileHeld = host.Engine.Made.Count;
        gate.Open();
        await Task.WhenAll(calls);

        Assert.Equal(2, whileHeld);
    }

    [Fact]
    public async Task Enter_MoreMemoryThanTheWholeBudget_DeniedWithBothNumbers()
    {
        await using CallHost host = new();
        host.Engine.MemoryBytes = 64 << 20;

        InvocationResult result = await host.CallAsync();

        Assert.Equal(InvocationStatus.Denied, result.Status);
        Assert.Contains("64 MiB", result.Error, StringComparison.Ordinal);
        Assert.Contains("48 MiB", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("total")]
    [InlineData("skill")]
    public async Task Enter_ProcessorsTaken_WaitsAlthoughCountAllows(string whose)
    {
        await using CallHost host = new(options =>
        {
            options.CpuBudget = whose == "total" ? 1.2 : null;
            options.CpuBudgetPerSkill = whose == "skill" ? 1.2 : null;
        });
        Gate gate = new(host);

        Task<InvocationResult>[] calls = [.. Enumerable.Range(0, 3).Select(_ => host.CallAsync())];
        await gate.WaitForAsync(2);
        Task<InvocationResult> other = host.CallAsync(function: CallHost.Function("modest"));
        await gate.WaitForAsync(whose == "skill" ? 3 : 2);
        int whileHeld = host.Engine.Made.Count;
        gate.Open();
        InvocationResult[] results = await Task.WhenAll([.. calls, other]);

        Assert.Equal(whose == "skill" ? 3 : 2, whileHeld);
        Assert.All(results, result => Assert.Equal(InvocationStatus.Ok, result.Status));
    }

    [Fact]
    public async Task Enter_MemoryOfTheSkillTaken_OthersOvertake()
    {
        await using CallHost host = new(options => options.MemoryBudgetPerSkillBytes = 100 << 20);
        Gate gate = new(host);

        Task<InvocationResult>[] calls = [host.CallAsync(), host.CallAsync(), host.CallAsync(function: CallHost.Function("modest"))];
        await gate.WaitForAsync(2);
        string[] running = [.. host.Engine.Made.Select(container => container.Spec.Labels[SandboxLabels.Skill])];
        gate.Open();
        await Task.WhenAll(calls);

        Assert.Equal(["modest", "probe"], running.Order());
    }

    [Theory]
    [InlineData("limit is 64 MiB, and all calls of probe may have 32 MiB")]
    [InlineData("limit is 0.5 processors, and all calls together may have 0.25")]
    [InlineData("limit is 0.5 processors, and all calls of probe may have 0.2")]
    public async Task Enter_MoreThanAWholeBudget_DeniedWithBothNumbers(string reason)
    {
        await using CallHost host = new(options =>
        {
            options.MemoryBudgetPerSkillBytes = reason.Contains("MiB", StringComparison.Ordinal) ? 32 << 20 : null;
            options.CpuBudget = reason.Contains("together", StringComparison.Ordinal) ? 0.25 : null;
            options.CpuBudgetPerSkill = reason.EndsWith("0.2", StringComparison.Ordinal) ? 0.2 : null;
        });

        InvocationResult result = await host.CallAsync();

        Assert.Equal(InvocationStatus.Denied, result.Status);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.Empty(host.Engine.Made);
    }

    [Fact]
    public async Task Enter_QueueFull_BusyAtOnceWithAHint()
    {
        await using CallHost host = new(options => (options.MaxConcurrentCalls, options.QueueLength) = (1, 1));
        Gate gate = new(host);

        Task<InvocationResult> running = host.CallAsync();
        await gate.WaitForAsync(1);
        Task<InvocationResult> waiting = host.CallAsync();
        InvocationResult turnedAway = await host.CallAsync();
        gate.Open();

        Assert.Equal(InvocationStatus.Busy, turnedAway.Status);
        Assert.InRange(turnedAway.RetryAfterMs ?? 0, 1000, 60_000);
        Assert.Matches("try again in [0-9]+ s$", turnedAway.Error);
        Assert.Equal(InvocationStatus.Ok, (await running).Status);
        Assert.Equal(InvocationStatus.Ok, (await waiting).Status);
    }

    [Fact]
    public async Task Enter_QueueTimeIsUp_BusyAndThePlaceIsNotLost()
    {
        await using CallHost host = new(options => options.MaxConcurrentCalls = 1);
        Gate gate = new(host);

        SandboxPolicy patient = CallHost.Policy with { Limits = CallHost.Policy.Limits with { Timeout = TimeSpan.FromHours(1) } };
        Task<InvocationResult> running = host.CallAsync(function: CallHost.Function(policy: patient));
        await gate.WaitForAsync(1);
        Task<InvocationResult> waiting = host.CallAsync();
        await host.Time.WaitForTimerAsync(TimeSpan.FromSeconds(10));
        host.Time.Advance(TimeSpan.FromSeconds(10));
        InvocationResult busy = await waiting;
        gate.Open();
        await running;
        InvocationResult next = await host.CallAsync();

        Assert.Equal(InvocationStatus.Busy, busy.Status);
        Assert.Contains("within 10 s", busy.Error, StringComparison.Ordinal);
        Assert.Equal(InvocationStatus.Ok, next.Status);
    }

    [Fact]
    public async Task Place_OfAContainerThatWillNotGo_IsHeldUntilItHas()
    {
        await using CallHost host = new(options => options.MaxConcurrentCalls = 1);
        TaskCompletionSource removed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Engine.RemovesEnded = false;
        host.Engine.Before = (name, _) => name == "remove" ? removed.Task : Task.CompletedTask;

        InvocationResult first = await host.CallAsync();
        Task<InvocationResult> second = host.CallAsync();
        int whileHeld = host.Engine.Made.Count;
        removed.SetResult();

        Assert.Equal(InvocationStatus.Ok, first.Status);
        Assert.Equal(1, whileHeld);
        Assert.Equal(InvocationStatus.Ok, (await second).Status);
    }

    [Fact]
    public async Task Calls_AtTheSameTime_HaveUserIdsOfTheirOwn()
    {
        await using CallHost host = new(options => (options.MaxConcurrentCalls, options.MaxConcurrentCallsPerSkill) = (64, 64));
        Gate gate = new(host);

        Task<InvocationResult>[] calls = [.. Enumerable.Range(0, 64).Select(_ => host.CallAsync())];
        await gate.WaitForAsync(64);
        uint[] users = [.. host.Engine.Made.Select(container => container.Spec.UserId)];
        gate.Open();
        await Task.WhenAll(calls);

        Assert.Equal(64, users.Distinct().Count());
        Assert.All(users, user => Assert.InRange(user, 100_000u, 100_063u));
    }

    [Fact]
    public async Task Stop_WithCallsRunningAndWaiting_NoneIsLeft()
    {
        CallHost host = new(options => options.MaxConcurrentCalls = 1);
        Gate gate = new(host);
        Task<InvocationResult> running = host.CallAsync();
        await gate.WaitForAsync(1);
        Task<InvocationResult> waiting = host.CallAsync();

        Task stopping = host.StopAsync();
        InvocationResult turnedAway = await waiting;
        await host.Time.WaitForTimerAsync(TimeSpan.FromMilliseconds(20));
        host.Time.Advance(TimeSpan.FromSeconds(6));
        await stopping;
        InvocationResult ended = await running;
        InvocationResult late = await host.CallAsync();
        await host.DisposeAsync();

        Assert.Equal(InvocationStatus.Unavailable, turnedAway.Status);
        Assert.Contains("stopping", turnedAway.Error, StringComparison.Ordinal);
        Assert.Equal(InvocationStatus.Unavailable, ended.Status);
        Assert.Equal(InvocationStatus.Unavailable, late.Status);
        Assert.Empty(host.Engine.Containers);
    }

    /// <summary>Holds every process until it is opened.</summary>
    private sealed class Gate
    {
        private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Channel<bool> _entered = Channel.CreateUnbounded<bool>();
        private int _seen;

        public Gate(CallHost host) => host.Engine.Program = WaitAsync;

        public void Open() => _open.TrySetResult();

        /// <summary>Until this many processes run in all.</summary>
        public async Task WaitForAsync(int count)
        {
            for (; _seen < count; _seen++)
            {
                Assert.True(await _entered.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
            }
        }

        private async Task<ProcessExit> WaitAsync(FakeProcess process)
        {
            _entered.Writer.TryWrite(true);
            await _open.Task.WaitAsync(process.Killed);
            return FakeProcess.Exit(0);
        }
    }
}
