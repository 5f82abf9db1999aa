using System.Text;
using System.Text.Json;
using SkillHost.Mcp;

namespace SkillHost.Core.Tests.Mcp;

/// <summary>What an honest server and this host say to each other.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task Call_CancelledBeforeItIsAsked_AsksNothingAndTheServerServesOn()
    {
        await using FakeServer server = new();

        McpReply given = await server.CallAsync(cancellationToken: new CancellationToken(canceled: true));
        Task<McpReply> next = server.CallAsync();
        JsonElement question = await server.ReadAsync();
        await server.AnswerAsync(question, "{}");

        Assert.True(given.GivenUp);
        Assert.Equal("tools/call", question.GetProperty("method").GetString());
        Assert.False((await next).GivenUp);
    }

    [Fact]
    public async Task Greet_HonestServer_SaysRevisionAndThatItIsReady()
    {
        await using FakeServer server = new();
        Task greeting = server.Connection.GreetAsync(CancellationToken.None);

        JsonElement question = await server.ReadAsync();
        await server.AnswerAsync(question, """{"protocolVersion":"2025-06-18","capabilities":{}}""");
        await greeting;

        Assert.Equal("initialize", question.GetProperty("method").GetString());
        Assert.Equal("2025-11-25", question.GetProperty("params").GetProperty("protocolVersion").GetString());
        Assert.Equal("notifications/initialized", (await server.ReadAsync()).GetProperty("method").GetString());
    }

    [Fact]
    public async Task Call_Arguments_ArriveByteForByteOnOneLine()
    {
        await using FakeServer server = new();
        const string Arguments = "{\"b\": 1.50,\n \"a\":\"x\\ny \\u00e9 é\" , \"n\":12345678901234567890}";
        Task<McpReply> call = server.CallAsync(Arguments);

        string line = (await server.ReadLineAsync())!;
        await server.AnswerAsync(JsonElement.Parse(line), "{}");
        await call;

        Assert.Contains(Arguments.Replace('\n', ' '), line, StringComparison.Ordinal);
        JsonElement meta = JsonElement.Parse(line).GetProperty("params").GetProperty("_meta");
        Assert.Equal("0a", meta.GetProperty("skillhost/invocationId").GetString());
    }

    [Fact]
    public async Task Call_SeveralAtOnce_EachGetsItsOwnAnswerInWhateverOrder()
    {
        await using FakeServer server = new();
        Task<McpReply>[] calls = [.. Enumerable.Range(0, 20).Select(_ => server.CallAsync())];
        List<JsonElement> questions = [];
        for (int i = 0; i < calls.Length; i++)
        {
            questions.Add(await server.ReadAsync());
        }

        foreach (JsonElement question in Enumerable.Reverse(questions))
        {
            await server.AnswerAsync(question, question.GetProperty("id").GetRawText());
        }

        McpReply[] replies = await Task.WhenAll(calls);
        Assert.Equal(Enumerable.Range(1, 20).Select(i => $"{i}"), replies.Select(reply => Encoding.UTF8.GetString(reply.Result.Span)));
    }

    [Fact]
    public async Task Call_ProgressLogsAndStrayLines_ReachItsListenerInOrder()
    {
        await using FakeServer server = new();
        Task<McpReply> call = server.CallAsync();
        JsonElement question = await server.ReadAsync();
        string token = question.GetProperty("params").GetProperty("_meta").GetProperty("progressToken").GetRawText();

        await server.WriteAsync($$$$"""
            {"jsonrpc":"2.0","method":"notifications/progress","params":{"message":"a\u001bb","progressToken":{{{{token}}}},"progress":1}}
            {"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":99,"progress":1}}
            {"jsonrpc":"2.0","method":"notifications/message","params":{"level":"warning","logger":"x","data":{"k":1}}}
            print of the child
            {'a': 1}

            """);
        await server.AnswerAsync(question, "{}");
        await call;

        string[] heard = ["progress 1  a b", "error warning x: {\"k\":1}\n", "stray print of the child\n", "stray {'a': 1}\n"];
        Assert.Equal(heard, server.Heard.All);
    }

    [Fact]
    public async Task Call_ErrorAnswer_GivesCodeAndMessage()
    {
        await using FakeServer server = new();
        Task<McpReply> call = server.CallAsync();
        JsonElement question = await server.ReadAsync();

        string id = question.GetProperty("id").GetRawText();
        await server.WriteAsync($$"""{"jsonrpc":"2.0","error":{"code":-32602,"message":"no such tool"},"id":{{id}} }""" + "\n");

        McpReply reply = await call;
        Assert.Equal((-32602, "no such tool"), (reply.Code, reply.Error));
    }

    [Fact]
    public async Task Call_Cancelled_ServerIsToldAndMayAnswerInTime()
    {
        await using FakeServer server = new();
        using CancellationTokenSource cancel = new();
        Task<McpReply> call = server.CallAsync(patience: TimeSpan.FromMinutes(1), cancellationToken: cancel.Token);
        JsonElement question = await server.ReadAsync();

        await cancel.CancelAsync();
        JsonElement told = await server.ReadAsync();
        await server.AnswerAsync(question, "{}");

        Assert.True((await call).GivenUp);
        Assert.Equal("notifications/cancelled", told.GetProperty("method").GetString());
        Assert.Equal(question.GetProperty("id").GetInt64(), told.GetProperty("params").GetProperty("requestId").GetInt64());
        Assert.Null(server.Connection.Failure);
    }

    [Fact]
    public async Task Call_CancelledAndNeverAnswered_IsCancelledAndALateAnswerHarmsNothing()
    {
        await using FakeServer server = new();
        using CancellationTokenSource cancel = new();
        Task<McpReply> call = server.CallAsync(cancellationToken: cancel.Token);
        JsonElement first = await server.ReadAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        Task<McpReply> next = server.CallAsync();
        await server.AnswerAsync(first, "1");
        JsonElement question = await server.ReadAsync();
        question = question.TryGetProperty("id", out _) ? question : await server.ReadAsync();
        await server.AnswerAsync(question, "2");

        Assert.Equal("2"u8.ToArray(), (await next).Result.ToArray());
    }

    [Fact]
    public async Task Server_AsksThisHost_PingIsAnsweredAndTheRestRefused()
    {
        await using FakeServer server = new();

        await server.WriteAsync("""{"jsonrpc":"2.0","id":"p","method":"ping"}""" + "\n");
        JsonElement pong = await server.ReadAsync();
        await server.WriteAsync("""{"jsonrpc":"2.0","id":7,"method":"sampling/createMessage","params":{}}""" + "\n");
        JsonElement refusal = await server.ReadAsync();

        Assert.Equal(("p", JsonValueKind.Object), (pong.GetProperty("id").GetString(), pong.GetProperty("result").ValueKind));
        Assert.Equal((7, -32601), (refusal.GetProperty("id").GetInt32(), refusal.GetProperty("error").GetProperty("code").GetInt32()));
    }
}
