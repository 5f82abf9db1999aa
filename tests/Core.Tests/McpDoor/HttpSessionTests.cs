using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using SkillHost.Core.Tests.Fakes;
using SkillHost.Sandboxes;

namespace SkillHost.Core.Tests.McpDoor;

public sealed class HttpSessionTests
{
    [Fact]
    public async Task Call_OverHttp_WorksAndHasTheSessionsConversation()
    {
        await using DoorHost host = new();
        await host.ListenAsync();
        await using McpClient one = await host.ConnectHttpAsync(user: "bob");
        await using McpClient other = await host.ConnectHttpAsync(user: "bob");

        CallToolResult result = await one.CallToolAsync("keeper_run");
        await one.CallToolAsync("keeper_run");
        await other.CallToolAsync("keeper_run");

        Assert.Equal("done", Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text);
        string?[] sessions = [.. host.Invoker.Calls.Select(call => call.Options.Session)];
        Assert.Equal(sessions[0], sessions[1]);
        Assert.NotEqual(sessions[0], sessions[2]);
        Assert.DoesNotContain(one.SessionId!, sessions[0], StringComparison.Ordinal);
        Assert.Equal("mcp:bob by tester 1.0", host.Invoker.Calls.First().Options.Caller);
        Assert.True(one.SessionId!.Length >= 22 && one.SessionId != other.SessionId);
    }

    [Fact]
    public async Task Call_OfAStatelessRevision_HasNoConversation()
    {
        await using DoorHost host = new();
        await host.ListenAsync();
        await using McpClient client = await host.ConnectHttpAsync("2026-07-28");

        CallToolResult result = await client.CallToolAsync("keeper_run");

        Assert.False(result.IsError);
        Assert.Null(client.SessionId);
        Assert.Null(Assert.Single(host.Invoker.Calls).Options.Session);
        Assert.Equal(6, (await client.ListToolsAsync()).Count);
    }

    [Fact]
    public async Task Client_ThatEndsItsSession_EndsItsContainers()
    {
        await using DoorHost host = new();
        await host.ListenAsync();
        host.Invoker.Answer = (options, _) =>
        {
            host.Sessions.Begin(options);
            return Task.FromResult(ScriptedInvoker.Ok("kept"));
        };
        await using (McpClient client = await host.ConnectHttpAsync())
        {
            await client.CallToolAsync("keeper_run");
            Assert.Single(host.Sessions.Open);
        }

        Assert.Empty(host.Sessions.Open);
    }

    [Fact]
    public async Task Session_ThatIsIdleForLong_EndsWithItsContainers()
    {
        ManualTime time = new();
        await using DoorHost host = new(options => options.SessionIdleAfter = TimeSpan.FromMinutes(30), time);
        await host.ListenAsync();
        using RawClient client = new(host.Address);
        string id = await client.InitializeAsync();
        host.Invoker.Answer = (options, _) =>
        {
            host.Sessions.Begin(options);
            return Task.FromResult(ScriptedInvoker.Ok("kept"));
        };
        await client.CallAsync("keeper_run", id);

        time.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(200, (await client.CallAsync("alpha_text", id)).Status);
        time.Advance(TimeSpan.FromMinutes(31));

        await host.Sessions.Ended.Task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(404, (await client.CallAsync("alpha_text", id)).Status);
    }

    [Fact]
    public async Task Session_OfAnotherUser_IsNotFound()
    {
        await using DoorHost host = new();
        await host.ListenAsync();
        using RawClient bob = new(host.Address, user: "bob");
        using RawClient eve = new(host.Address, user: "eve");
        string id = await bob.InitializeAsync();

        RawAnswer call = await eve.CallAsync("alpha_text", id);
        RawAnswer end = await eve.SendAsync(HttpMethod.Delete, null, ("Mcp-Session-Id", id));

        Assert.Equal((404, 404), (call.Status, end.Status));
        Assert.Contains("Session not found", call.Body, StringComparison.Ordinal);
        Assert.Empty(host.Invoker.Calls);
        Assert.Equal(200, (await bob.CallAsync("alpha_text", id)).Status);
    }

    [Fact]
    public async Task Session_ThatWasEnded_IsNotFoundAnyMore()
    {
        await using DoorHost host = new();
        await host.ListenAsync();
        using RawClient client = new(host.Address);
        string id = await client.InitializeAsync();

        RawAnswer ended = await client.SendAsync(HttpMethod.Delete, null, ("Mcp-Session-Id", id));
        RawAnswer twice = await client.SendAsync(HttpMethod.Delete, null, ("Mcp-Session-Id", id));

        Assert.Equal((204, 404, 404), (ended.Status, twice.Status, (await client.CallAsync("alpha_text", id)).Status));
    }

    [Fact]
    public async Task Sessions_AtTheirBound_MakeRoomByTheIdlestThatHoldsNothing()
    {
        await using DoorHost host = new(options => options.MaxSessions = 2);
        await host.ListenAsync();
        using RawClient client = new(host.Address);
        string holds = await client.InitializeAsync();
        host.Invoker.Answer = (options, _) =>
        {
            host.Sessions.Begin(options);
            return Task.FromResult(ScriptedInvoker.Ok("kept"));
        };
        await client.CallAsync("keeper_run", holds);
        string idle = await client.InitializeAsync();

        string third = await client.InitializeAsync();
        await client.CallAsync("keeper_run", third);
        RawAnswer refused = await client.SendAsync(HttpMethod.Post, RawClient.Initialize);

        Assert.Equal(404, (await client.CallAsync("alpha_text", idle)).Status);
        Assert.Equal(200, (await client.CallAsync("alpha_text", holds)).Status);
        Assert.Equal(503, refused.Status);
        Assert.Contains("As many sessions are open as may be (2)", refused.Body, StringComparison.Ordinal);
        Assert.Equal("30", refused.Header("Retry-After"));
    }

    [Fact]
    public async Task Client_ThatHangsUpDuringACall_CancelsIt()
    {
        await using DoorHost host = new();
        await host.ListenAsync();
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Invoker.Answer = async (_, cancellationToken) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
            ended.SetResult();
            return ScriptedInvoker.Ok("");
        };
        using RawClient client = new(host.Address);
        string id = await client.InitializeAsync();
        using CancellationTokenSource hangUp = new();
        Task<RawAnswer> call = client.CallAsync("alpha_text", id, hangUp.Token);
        await begun.Task;

        await hangUp.CancelAsync();

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Host_ThatStopsDuringACall_CancelsItAfterItsGrace()
    {
        ManualTime time = new();
        await using DoorHost host = new(time: time);
        await host.ListenAsync();
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Invoker.Answer = async (_, cancellationToken) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
            return ScriptedInvoker.Ok("");
        };
        using RawClient client = new(host.Address);
        Task<RawAnswer> call = client.CallAsync("alpha_text", await client.InitializeAsync());
        await begun.Task;

        Task stopped = host.StopAsync();
        await time.WaitForTimerAsync(new SandboxOptions().StopGrace);
        Assert.False(call.IsCompleted);
        time.Advance(new SandboxOptions().StopGrace);

        Assert.Equal("", (await call).Body);
        await stopped;
    }

    [Fact]
    public async Task Call_ThatAnotherMessageCancels_EndsItsResponseWithoutAnAnswer()
    {
        await using DoorHost host = new();
        await host.ListenAsync();
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Invoker.Answer = async (_, cancellationToken) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
            return ScriptedInvoker.Ok("too late");
        };
        using RawClient client = new(host.Address);
        string id = await client.InitializeAsync();
        Task<RawAnswer> call = client.CallAsync("alpha_text", id);
        await begun.Task;

        RawAnswer accepted = await client.SendAsync(
            HttpMethod.Post, """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}""", ("Mcp-Session-Id", id));

        Assert.Equal(202, accepted.Status);
        Assert.Equal((200, ""), ((await call).Status, (await call).Body));
    }
}
