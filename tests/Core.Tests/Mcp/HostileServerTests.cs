using System.Text;
using System.Text.Json;
using SkillHost.Mcp;

namespace SkillHost.Core.Tests.Mcp;

/// <summary>Servers that lie, flood, or stop: every question ends in one sentence, and little is kept.</summary>
public sealed class HostileServerTests
{
    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":2,"result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":0,"result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":"1","result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":99999999999999999999,"result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":null,"error":{}}""")]
    public async Task Answer_ToAQuestionNobodyAsked_EndsTheConnection(string lie)
    {
        await using FakeServer server = new();
        Task<McpReply> call = server.CallAsync();
        await server.ReadAsync();

        await server.WriteAsync(lie + "\n");

        McpException failure = await Assert.ThrowsAsync<McpException>(() => call);
        Assert.Equal((McpFailure.Protocol, "answered a question that nobody asked"), (failure.Failure, failure.Message));
    }

    [Theory]
    [InlineData("""{"jsonrpc":"1.0","id":1,"result":{}}""")]
    [InlineData("""{"id":1,"result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"id":1,"result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{},"result":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{},"error":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","result":{}}""")]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"result":{}}]""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{}} {}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{}""")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"a\":\"\u0001\"}}")]
    public async Task Line_ThatIsNoMessage_IsAStrayOneAndAnswersNothing(string line)
    {
        await using FakeServer server = new();
        Task<McpReply> call = server.CallAsync();
        JsonElement question = await server.ReadAsync();

        await server.WriteAsync(line + "\n");
        await server.AnswerAsync(question, "\"the answer\"");

        Assert.Equal("\"the answer\""u8.ToArray(), (await call).Result.ToArray());
        Assert.Equal([$"stray {line}\n"], server.Heard.All);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"cut \ud83d"}}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"\udc00","data":1}}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":1,"message":"\ud83d"}}""")]
    public async Task Notice_WithHalfACharacter_IsShownAsItWasWrittenAndTheAnswerComes(string notice)
    {
        await using FakeServer server = new();
        Task<McpReply> call = server.CallAsync();
        JsonElement question = await server.ReadAsync();

        await server.WriteAsync(notice + "\n");
        await server.AnswerAsync(question, "{}");

        Assert.Equal("{}"u8.ToArray(), (await call).Result.ToArray());
        Assert.Contains("\\ud", Assert.Single(server.Heard.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notice_NestedDeeperThanIsRead_EndsTheConnectionAndNobodyWaits()
    {
        await using FakeServer server = new();
        Task<McpReply> call = server.CallAsync();
        await server.ReadAsync();
        string deep = new string('[', 70) + new string(']', 70);

        await server.WriteAsync($"{{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{{\"data\":{deep}}}}}\n");

        McpException failure = await Assert.ThrowsAsync<McpException>(() => call.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(McpFailure.Protocol, failure.Failure);
        await server.Connection.Completion;
    }

    [Fact]
    public async Task Answer_NestedWithoutEnd_IsNoMessage()
    {
        await using FakeServer server = new();
        Task<McpReply> call = server.CallAsync();
        JsonElement question = await server.ReadAsync();

        await server.WriteAsync($$"""{"jsonrpc":"2.0","id":1,"result":{{new string('[', 5000)}}{{new string(']', 5000)}}}""" + "\n");
        await server.AnswerAsync(question, "{}");

        await call;
        Assert.StartsWith("stray {", Assert.Single(server.Heard.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_TooLong_IsDroppedCountedAndTheNextServed()
    {
        await using FakeServer server = new(new McpLimits { MessageBytes = 10_000 });
        Task<McpReply> call = server.CallAsync();
        JsonElement question = await server.ReadAsync();

        await server.AnswerAsync(question, $"\"{new string('x', 300_000)}\"");
        McpReply reply = await call;
        Task<McpReply> next = server.CallAsync();
        await server.AnswerAsync(await server.ReadAsync(), $"\"{new string('y', 9_000)}\"");

        Assert.Equal(300_002 + """{"jsonrpc":"2.0","id":1,"result":}""".Length, reply.DroppedBytes);
        Assert.Equal(9_002, (await next).Result.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("""{"jsonrpc":"2.0","result":""")]
    [InlineData("""{"jsonrpc":"2.0","result":{"id":1},"x":""")]
    public async Task Line_TooLongAndOfNoQuestion_EndsTheConnection(string beginning)
    {
        await using FakeServer server = new(new McpLimits { MessageBytes = 10_000 });
        Task<McpReply> call = server.CallAsync();
        await server.ReadAsync();

        await server.WriteAsync($"{beginning}\"{new string('x', 20_000)}\n");

        McpException failure = await Assert.ThrowsAsync<McpException>(() => call);
        Assert.Contains("at most 10000 are wanted", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Flood_WhileNothingIsAsked_EndsTheConnection()
    {
        await using FakeServer server = new(new McpLimits { IdleBytes = 1000 });

        await server.WriteAsync(string.Concat(Enumerable.Repeat("chatter\n", 200)));
        await server.Connection.Completion;

        McpException failure = await Assert.ThrowsAsync<McpException>(() => server.CallAsync());
        Assert.Equal("wrote more than 1000 bytes while nothing was asked of it", failure.Message);
    }

    [Fact]
    public async Task Flood_OfQuestionsWithoutReadingAnswers_EndsTheConnection()
    {
        await using FakeServer server = new();
        Task<McpReply> call = server.CallAsync();
        string piece = string.Concat(Enumerable.Repeat("""{"jsonrpc":"2.0","id":1,"method":"roots/list"}""" + "\n", 10_000));

        // Not awaited: nobody reads any more once the host has had enough.
        _ = server.WriteAsync(piece);

        McpException failure = await Assert.ThrowsAsync<McpException>(() => call);
        Assert.Contains("asks more of the host", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_EndsOrWasGivenUp_EveryQuestionFails()
    {
        await using FakeServer server = new();
        Task<McpReply>[] calls = [server.CallAsync(), server.CallAsync()];

        await server.EndAsync();

        foreach (Task<McpReply> call in calls)
        {
            Assert.Equal(McpFailure.Ended, (await Assert.ThrowsAsync<McpException>(() => call)).Failure);
        }

        await Assert.ThrowsAsync<McpException>(() => server.CallAsync());
    }

    [Theory]
    [InlineData("""{"protocolVersion":"1999-01-01"}""", "does not know")]
    [InlineData("""{"protocolVersion":5}""", "does not know")]
    [InlineData("[]", "does not know")]
    public async Task Greet_OtherRevision_IsRefused(string result, string said)
    {
        await using FakeServer server = new();
        Task greeting = server.Connection.GreetAsync(CancellationToken.None);

        await server.AnswerAsync(await server.ReadAsync(), result);

        Assert.Contains(said, (await Assert.ThrowsAsync<McpException>(() => greeting)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_RandomChangesToHonestMessages_EndInAnAnswerOrOneSentence()
    {
        Random random = new(20_251_125);
        byte[] honest = Encoding.UTF8.GetBytes(string.Join('\n', (string[])
        [
            """{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":0.5,"message":"half"}}""",
            """{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":["x",{"y":1}]}}""",
            """{"jsonrpc":"2.0","id":"q","method":"ping"}""",
            """{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"\u00e9"}]}}""",
            "",
        ]));
        int answers = 0;
        for (int round = 0; round < 2000; round++)
        {
            byte[] changed = [.. honest];
            for (int i = random.Next(6); i > 0; i--)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            await using FakeServer server = new(new McpLimits { MessageBytes = 4096 });
            Task<McpReply> call = server.CallAsync();
            await server.WriteAsync(Encoding.Latin1.GetString(changed));
            await server.EndAsync();
            answers += await Outcome(call);
        }

        Assert.InRange(answers, 200, 2000);
    }

    private static async Task<int> Outcome(Task<McpReply> call)
    {
        try
        {
            await call;
            return 1;
        }
        catch (McpException)
        {
            return 0;
        }
    }
}
