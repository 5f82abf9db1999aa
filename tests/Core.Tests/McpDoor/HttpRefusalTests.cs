using System.Text.Json;

namespace SkillHost.Core.Tests.McpDoor;

/// <summary>Requests that are wrong are turned away with the right status, and the server goes on.</summary>
public sealed class HttpRefusalTests
{
    private const string List = """{"jsonrpc":"2.0","id":"a","method":"tools/list"}""";

    [Theory]
    [InlineData("Accept", "application/json", 406)]
    [InlineData("Accept", "text/event-stream", 406)]
    [InlineData("Accept", "", 406)]
    [InlineData("Accept", "text/html", 406)]
    [InlineData("Accept", "*/*", 200)]
    [InlineData("Content-Type", "text/plain", 415)]
    [InlineData("Content-Type", "application/x-www-form-urlencoded", 415)]
    [InlineData("Content-Type", "application/json; charset=utf-16", 415)]
    [InlineData("Content-Type", "", 415)]
    [InlineData("Content-Type", "Application/JSON; charset=UTF-8", 200)]
    [InlineData("MCP-Protocol-Version", "1999-01-01", 400)]
    [InlineData("MCP-Protocol-Version", "latest", 400)]
    [InlineData("MCP-Protocol-Version", "2025-11-25", 200)]
    [InlineData("Mcp-Session-Id", "guessed", 404)]
    [InlineData("Mcp-Session-Id", "../../etc", 404)]
    public async Task Post_WithAHeader_HasTheStatusThatFits(string header, string value, int status)
    {
        await using DoorHost host = new();
        await host.ListenAsync();
        using RawClient client = new(host.Address);
        string id = await client.InitializeAsync();

        RawAnswer answer = await client.SendAsync(HttpMethod.Post, List, ("Mcp-Session-Id", id), (header, value));

        Assert.Equal(status, answer.Status);
        Assert.Contains(status == 200 ? "alpha_text" : "\"error\"", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}]")]
    [InlineData("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"tools/list\"}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"tools/list\"}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":{}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"tools/list\"}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"\\ud800\"}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/\u00ff\"}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":7}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":[]}")]
    public async Task Post_OfABodyThatIsNoMessage_Is400(string body)
    {
        await using DoorHost host = new();
        await host.ListenAsync();
        using RawClient client = new(host.Address);

        RawAnswer answer = await client.SendAsync(HttpMethod.Post, body);

        Assert.Equal(400, answer.Status);
        Assert.Equal("2.0", JsonElement.Parse(answer.Body).GetProperty("jsonrpc").GetString());
        Assert.Null(answer.Header("Mcp-Session-Id"));
        await client.InitializeAsync();
    }

    [Theory]
    [InlineData(10_000, 400)]
    [InlineData(50, 200)]
    public async Task Post_NestedDeeply_Is400WhereItIsTooDeep(int depth, int status)
    {
        await using DoorHost host = new();
        await host.ListenAsync();
        using RawClient client = new(host.Address);
        string id = await client.InitializeAsync();
        string nested = new string('[', depth) + new string(']', depth);

        RawAnswer answer = await client.SendAsync(
            HttpMethod.Post,
            $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"alpha_text","arguments":{"a":{{{nested}}} } } }""",
            ("Mcp-Session-Id", id));

        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData(1_200_000, 413)]
    [InlineData(1_000_000, 200)]
    public async Task Post_OfAMegabyte_Is413WhereItIsMoreThanArgumentsMayHave(int size, int status)
    {
        await using DoorHost host = new();
        await host.ListenAsync();
        using RawClient client = new(host.Address);
        string id = await client.InitializeAsync();
        string text = new('x', size);

        RawAnswer answer = await client.SendAsync(
            HttpMethod.Post,
            $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"alpha_text","arguments":{"a":"{{{text}}}"} } }""",
            ("Mcp-Session-Id", id));

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Requests_WithoutASession_Are400()
    {
        await using DoorHost host = new();
        await host.ListenAsync();
        using RawClient client = new(host.Address);

        RawAnswer post = await client.SendAsync(HttpMethod.Post, List);
        RawAnswer get = await client.SendAsync(HttpMethod.Get, null);
        RawAnswer delete = await client.SendAsync(HttpMethod.Delete, null);

        Assert.Equal((400, 400, 400), (post.Status, get.Status, delete.Status));
        Assert.Contains("Mcp-Session-Id: seen none", post.Body, StringComparison.Ordinal);
        Assert.Contains("\"id\":\"a\"", post.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OfASession_StreamsOnceAndOnlyEvents()
    {
        await using DoorHost host = new();
        await host.ListenAsync();
        using RawClient client = new(host.Address);
        string id = await client.InitializeAsync();
        (string, string) session = ("Mcp-Session-Id", id);

        RawAnswer wrong = await client.SendAsync(HttpMethod.Get, null, session, ("Accept", "application/json"));
        RawAnswer resumed = await client.SendAsync(HttpMethod.Get, null, session, ("Last-Event-ID", "1"));
        Task<RawAnswer> first = client.SendAsync(HttpMethod.Get, null, session);
        Task<RawAnswer> second = client.SendAsync(HttpMethod.Get, null, session);
        RawAnswer refused = await await Task.WhenAny(first, second);
        await client.SendAsync(HttpMethod.Delete, null, session);
        RawAnswer[] both = await Task.WhenAll(first, second);

        Assert.Equal((406, 400, 409), (wrong.Status, resumed.Status, refused.Status));
        Assert.Contains(both, answer => answer.Status == 200);
    }

    [Theory]
    [InlineData("Mcp-Method", "tools/call", 400, -32020)]
    [InlineData("Mcp-Method", "", 400, -32020)]
    [InlineData("Mcp-Method", "tools/list", 200, 0)]
    public async Task StatelessPost_WhoseHeadersAndBodyDiffer_Is400(string header, string value, int status, int code)
    {
        await using DoorHost host = new();
        await host.ListenAsync();
        using RawClient client = new(host.Address);

        RawAnswer answer = await client.SendAsync(
            HttpMethod.Post, Stateless("tools/list", "{}"), ("MCP-Protocol-Version", "2026-07-28"), (header, value));

        Assert.Equal(status, answer.Status);
        Assert.Contains(code == 0 ? "alpha_text" : $"\"code\":{code}", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alpha_text", 200)]
    [InlineData("=?base64?YWxwaGFfdGV4dA==?=", 200)]
    [InlineData("=?base64?!?=", 400)]
    [InlineData("=?base64?=", 400)]
    [InlineData("alpha_record", 400)]
    public async Task StatelessCall_ByTheNameInItsHeader_HasToBeTheOneInItsBody(string name, int status)
    {
        await using DoorHost host = new();
        await host.ListenAsync();
        using RawClient client = new(host.Address);

        RawAnswer answer = await client.SendAsync(
            HttpMethod.Post, Stateless("tools/call", "{}", "\"name\":\"alpha_text\","), ("MCP-Protocol-Version", "2026-07-28"),
            ("Mcp-Method", "tools/call"), ("Mcp-Name", name));

        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 200 ? 1 : 0, host.Invoker.Calls.Count);
    }

    [Theory]
    [InlineData("initialize", 404)]
    [InlineData("nothing/there", 404)]
    [InlineData("server/discover", 200)]
    public async Task StatelessPost_OfAMethod_Is404WhereTheRevisionHasNone(string method, int status)
    {
        await using DoorHost host = new();
        await host.ListenAsync();
        using RawClient client = new(host.Address);

        RawAnswer answer = await client.SendAsync(
            HttpMethod.Post, Stateless(method, "{}"), ("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", method));

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task StatelessRequests_ForWhatNeedsASession_Are405And400()
    {
        await using DoorHost host = new();
        await host.ListenAsync();
        using RawClient client = new(host.Address);
        (string, string) revision = ("MCP-Protocol-Version", "2026-07-28");

        RawAnswer get = await client.SendAsync(HttpMethod.Get, null, revision);
        RawAnswer delete = await client.SendAsync(HttpMethod.Delete, null, revision);
        RawAnswer bare = await client.SendAsync(HttpMethod.Post, List, revision, ("Mcp-Method", "tools/list"));

        Assert.Equal((405, 405, 400), (get.Status, delete.Status, bare.Status));
    }

    private static string Stateless(string method, string capabilities, string more = "") =>
        $$$"""
        {"jsonrpc":"2.0","id":1,"method":"{{{method}}}","params":{ {{{more}}}"_meta":{
        "io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{{{capabilities}}} } } }
        """;
}
