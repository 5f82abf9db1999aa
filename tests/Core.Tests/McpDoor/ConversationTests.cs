using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using SkillHost.Invocations;
using SkillHost.Sandboxes;

namespace SkillHost.Core.Tests.McpDoor;

public sealed class ConversationTests
{
    [Fact]
    public async Task Session_OfOneConnection_IsTheSameForAllItsCalls()
    {
        await using DoorHost host = new();
        await using McpClient client = await host.ConnectAsync();

        await client.CallToolAsync("keeper_run");
        await client.CallToolAsync("keeper_run");
        await client.CallToolAsync("alpha_text");

        string?[] sessions = [.. host.Invoker.Calls.Select(call => call.Options.Session)];
        Assert.True(sessions[0]!.Length is > 32 and <= 128);
        Assert.Equal(sessions[0], sessions[1]);
        Assert.Null(sessions[2]);
    }

    [Fact]
    public async Task Connection_ThatEnds_EndsItsSessionsAndNoOthers()
    {
        await using DoorHost host = new();
        host.Invoker.Answer = Opening(host);
        await using McpClient client = await host.ConnectAsync();
        await client.CallToolAsync("keeper_run");
        host.Sessions.Begin(new InvocationOptions { Session = "somebody's" });

        await host.HangUpAsync();
        await host.Served;

        Assert.Equal("somebody's", Assert.Single(host.Sessions.Open).Session.Id);
    }

    [Fact]
    public async Task Connection_ThatEndsDuringACall_CancelsIt()
    {
        await using DoorHost host = new();
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        bool cancelled = false;
        host.Invoker.Answer = async (_, cancellationToken) =>
        {
            begun.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                cancelled = true;
            }

            return ScriptedInvoker.Failed(InvocationStatus.Cancelled, "it was cancelled");
        };
        await using McpClient client = await host.ConnectAsync();
        _ = client.CallToolAsync("alpha_text").AsTask();
        await begun.Task;

        await host.HangUpAsync();
        await host.Served;

        Assert.True(cancelled);
    }

    [Fact]
    public async Task Session_ThatHasEnded_IsToldOfOnceAndThenBegunAnew()
    {
        await using DoorHost host = new();
        await using McpClient client = await host.ConnectAsync();
        host.Invoker.Answer = (_, _) => Task.FromResult(ScriptedInvoker.Ok("first") with { Container = SandboxKind.Cold });
        await client.CallToolAsync("keeper_run");
        host.Invoker.Answer = (_, _) => Task.FromResult(ScriptedInvoker.Failed(InvocationStatus.Unavailable, "the session has ended"));

        CallToolResult told = await client.CallToolAsync("keeper_run");
        CallToolResult nothingLost = await client.CallToolAsync("keeper_run");
        host.Invoker.Answer = (_, _) => Task.FromResult(ScriptedInvoker.Ok("fresh"));
        CallToolResult begun = await client.CallToolAsync("keeper_run");

        Assert.Equal(
            ["unavailable: the session has ended", "What it remembered is gone; the next call begins anew."],
            told.Content.OfType<TextContentBlock>().Select(block => block.Text));
        Assert.Single(nothingLost.Content);
        Assert.False(begun.IsError);
        string?[] sessions = [.. host.Invoker.Calls.Select(call => call.Options.Session)];
        Assert.Equal(sessions[0], sessions[1]);
        Assert.NotEqual(sessions[1], sessions[2]);
    }

    [Fact]
    public async Task Session_ThatIsOpenStill_IsKeptWhateverACallCameTo()
    {
        await using DoorHost host = new();
        Func<InvocationOptions, CancellationToken, Task<InvocationResult>> opening = Opening(host);
        host.Invoker.Answer = async (options, cancellationToken) =>
        {
            await opening(options, cancellationToken);
            return ScriptedInvoker.Failed(InvocationStatus.Unavailable, "the engine failed");
        };
        await using McpClient client = await host.ConnectAsync();

        CallToolResult result = await client.CallToolAsync("keeper_run");
        await client.CallToolAsync("keeper_run");

        Assert.Single(result.Content);
        Assert.Single(host.Invoker.Calls.Select(call => call.Options.Session).Distinct());
    }

    [Fact]
    public async Task Cancellation_OfACall_ReachesItAndLeavesTheConnection()
    {
        await using DoorHost host = new();
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Invoker.Answer = async (_, cancellationToken) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
            ended.SetResult();
            return ScriptedInvoker.Failed(InvocationStatus.Cancelled, "it was cancelled");
        };
        await using McpClient client = await host.ConnectAsync(DoorHost.WithSessions);
        JsonRpcRequest request = new()
        {
            Method = RequestMethods.ToolsCall,
            Id = new RequestId("mine"),
            Params = new JsonObject { ["name"] = "alpha_text" },
        };
        _ = client.SendRequestAsync(request);
        await begun.Task;

        await client.SendNotificationAsync(
            NotificationMethods.CancelledNotification, new CancelledNotificationParams { RequestId = request.Id });
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10));

        host.Invoker.Answer = (_, _) => Task.FromResult(ScriptedInvoker.Ok("after"));
        Assert.False((await client.CallToolAsync("alpha_text")).IsError);
    }

    private static Func<InvocationOptions, CancellationToken, Task<InvocationResult>> Opening(DoorHost host) => (options, _) =>
    {
        host.Sessions.Begin(options);
        return Task.FromResult(ScriptedInvoker.Ok("kept"));
    };
}
