using SkillHost.Mcp;

namespace SkillHost.Core.Tests.Mcp;

/// <summary>Lists of tools, honest and endless.</summary>
public sealed class ToolListTests
{
    [Fact]
    public async Task List_Pages_AreJoinedAndHashedWhateverTheOrder()
    {
        const string A = """{"name":"a","inputSchema":{"type":"object","title":"t"}}""";
        const string Again = """{"inputSchema":{"title":"t","type":"object"},"name":"a"}""";
        McpTools one = await ListAsync($$"""{"tools":[{{A}}],"nextCursor":"n"}""", """{"tools":[{"name":"b"}]}""");
        McpTools other = await ListAsync($$"""{"tools":[{"name":"b","_meta":{} },{{Again}}]}""");
        McpTools changed = await ListAsync($$"""{"tools":[{"name":"b","description":"!"},{{Again}}]}""");

        Assert.Equal(["a", "b"], one.All.Select(tool => tool.GetProperty("name").GetString()!));
        Assert.Equal(one.Hash, other.Hash);
        Assert.NotEqual(one.Hash, changed.Hash);
    }

    [Theory]
    [InlineData("""{"tools":[],"nextCursor":"same"}""", "without an end")]
    [InlineData("""{"tools":[],"nextCursor":5}""", "without an end")]
    [InlineData("""{"tools":{}}""", "no list of tools")]
    [InlineData("""{"tools":[1]}""", "JSON object")]
    [InlineData("""{"tools":[{"name":"a","name":"b"}]}""", "twice")]
    [InlineData("[]", "no list of tools")]
    public async Task List_WrongOrEndless_IsRefused(string page, string said)
    {
        McpException failure = await Assert.ThrowsAsync<McpException>(() => ListAsync([.. Enumerable.Repeat(page, 40)]));

        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_TooManyOrTooLarge_IsRefusedWithBothNumbers()
    {
        string many = $$"""{"tools":[{{string.Join(',', Enumerable.Repeat("{}", 129))}}]}""";
        string large = $$"""{"tools":[{"name":"{{new string('x', 600_000)}}"}],"nextCursor":"n"}""";

        McpException counted = await Assert.ThrowsAsync<McpException>(() => ListAsync(many));
        Assert.Contains("129 tools, at most 128", counted.Message, StringComparison.Ordinal);
        Assert.Contains(
            "at most 1048576", (await Assert.ThrowsAsync<McpException>(() => ListAsync(large, large))).Message, StringComparison.Ordinal);
    }

    private static async Task<McpTools> ListAsync(params string[] pages)
    {
        await using FakeServer server = new();
        Task serving = Task.Run(async () =>
        {
            foreach (string page in pages)
            {
                await server.AnswerAsync(await server.ReadAsync(), page);
            }
        });
        try
        {
            return await server.Connection.ListToolsAsync(CancellationToken.None);
        }
        finally
        {
            await server.DisposeAsync();
            await serving.ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
