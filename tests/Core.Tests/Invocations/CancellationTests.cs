using SkillHost.Core.Tests.Fakes;
using SkillHost.Invocations;

namespace SkillHost.Core.Tests.Invocations;

/// <summary>A caller may go at any instant; what was begun is finished and then removed.</summary>
public sealed class CancellationTests
{
    [Theory]
    [InlineData("info")]
    [InlineData("create")]
    [InlineData("attach")]
    [InlineData("start")]
    public async Task Cancel_WhileTheEngineWorks_ResultAtOnceAndContainerRemovedLater(string member)
    {
        CallHost host = new();
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Engine.Before = (name, cancellationToken) =>
        {
            if (name != member)
            {
                return Task.CompletedTask;
            }

            entered.TrySetResult();
            return release.Task.WaitAsync(cancellationToken);
        };
        using CancellationTokenSource cancel = new();

        Task<InvocationResult> call = host.CallAsync(cancellationToken: cancel.Token);
        await entered.Task;
        await cancel.CancelAsync();
        InvocationResult result = await call;
        release.SetResult();
        await host.DisposeAsync();

        Assert.Equal(InvocationStatus.Cancelled, result.Status);
        Assert.Empty(host.Engine.Containers);
    }

    [Fact]
    public async Task Cancel_BeforeAnything_NoContainer()
    {
        await using CallHost host = new();

        InvocationResult result = await host.CallAsync(cancellationToken: new CancellationToken(canceled: true));

        Assert.Equal(InvocationStatus.Cancelled, result.Status);
        Assert.Empty(host.Engine.Made);
    }

    [Fact]
    public async Task Cancel_WhileTheImageIsBuilt_NoContainer()
    {
        await using CallHost host = new();
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Images.Report = async (_, _) =>
        {
            entered.TrySetResult();
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            throw new InvalidOperationException("never");
        };
        using CancellationTokenSource cancel = new();

        Task<InvocationResult> call = host.CallAsync(cancellationToken: cancel.Token);
        await entered.Task;
        await cancel.CancelAsync();

        Assert.Equal(InvocationStatus.Cancelled, (await call).Status);
        Assert.Empty(host.Engine.Made);
    }

    [Fact]
    public async Task Cancel_WhileTheProcessStarts_ContainerRemoved()
    {
        CallHost host = new();
        host.Engine.Silent = true;
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Engine.Before = (name, _) =>
        {
            if (name == "start")
            {
                started.TrySetResult();
            }

            return Task.CompletedTask;
        };
        using CancellationTokenSource cancel = new();

        Task<InvocationResult> call = host.CallAsync(cancellationToken: cancel.Token);
        await started.Task;
        await cancel.CancelAsync();
        InvocationResult result = await call;
        await host.DisposeAsync();

        Assert.Equal(InvocationStatus.Cancelled, result.Status);
        Assert.Empty(host.Engine.Containers);
    }

    [Fact]
    public async Task Cancel_WhileItRuns_PartialOutputAndContainerRemoved()
    {
        CallHost host = new();
        TaskCompletionSource printed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Engine.Program = async process =>
        {
            await process.PrintAsync("half");
            return await process.HangAsync();
        };
        InvocationOptions options = new()
        {
            OnEvent = (_, _) =>
            {
                printed.TrySetResult();
                return ValueTask.CompletedTask;
            },
        };
        using CancellationTokenSource cancel = new();

        Task<InvocationResult> call = host.CallAsync(options: options, cancellationToken: cancel.Token);
        await printed.Task;
        await cancel.CancelAsync();
        InvocationResult result = await call;
        await host.DisposeAsync();

        Assert.Equal(InvocationStatus.Cancelled, result.Status);
        Assert.Equal("half", result.Stdout);
        Assert.Null(result.ExitCode);
        Assert.Empty(host.Engine.Containers);
    }

    [Fact]
    public async Task Cancel_WhileOutputIsCollected_Cancelled()
    {
        await using CallHost host = new();
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Engine.Program = async process =>
        {
            await process.PrintAsync("x");
            return FakeProcess.Exit(0);
        };
        InvocationOptions options = new()
        {
            OnEvent = async (_, cancellationToken) =>
            {
                entered.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            },
        };
        using CancellationTokenSource cancel = new();

        Task<InvocationResult> call = host.CallAsync(options: options, cancellationToken: cancel.Token);
        await entered.Task;
        await cancel.CancelAsync();

        Assert.Equal(InvocationStatus.Cancelled, (await call).Status);
    }

    [Fact]
    public async Task Cancel_WhileItWaitsForAPlace_PlaceGoesToTheNext()
    {
        await using CallHost host = new(options => options.MaxConcurrentCalls = 1);
        TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource running = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Engine.Program = async _ =>
        {
            running.TrySetResult();
            await release.Task;
            return FakeProcess.Exit(0);
        };
        using CancellationTokenSource cancel = new();

        Task<InvocationResult> first = host.CallAsync();
        await running.Task;
        Task<InvocationResult> second = host.CallAsync(cancellationToken: cancel.Token);
        Task<InvocationResult> third = host.CallAsync();
        await cancel.CancelAsync();
        InvocationResult left = await second;
        release.SetResult();

        Assert.Equal(InvocationStatus.Cancelled, left.Status);
        Assert.Equal(InvocationStatus.Ok, (await first).Status);
        Assert.Equal(InvocationStatus.Ok, (await third).Status);
        Assert.Equal(2, host.Engine.Made.Count);
    }
}
