using System.Net.Http.Headers;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Mcp;

/// <summary>The door over HTTP, with real containers behind it.</summary>
[Collection(EngineTests.Name)]
public sealed class McpHttpTests(McpSkills skills) : IClassFixture<McpSkills>
{
    [EngineFact]
    public async Task Sessions_OverHttp_KeepStateApartAndEndWithDelete()
    {
        await using WebHost host = await WebHost.StartAsync(skills.Root, Path.Combine(Repository.Root, "images"));
        await using McpClient other = await ConnectAsync(host, "2025-11-25");
        await using (McpClient one = await ConnectAsync(host, "2025-11-25"))
        {
            await AddAsync(one, "a");
            string mine = await AddAsync(one, "b");
            string theirs = await AddAsync(other, "c");

            Assert.Equal("""{"text":"a"}{"text":"b"}""", mine);
            Assert.Equal("""{"text":"c"}""", theirs);
            await McpSkills.AwaitContainersAsync(skills.Keeper, 2);
        }

        await McpSkills.AwaitContainersAsync(skills.Keeper, 1);
        Assert.Equal("""{"text":"c"}{"text":"d"}""", await AddAsync(other, "d"));
    }

    [EngineFact]
    public async Task Calls_OfAStatelessClient_HaveAContainerEach()
    {
        await using WebHost host = await WebHost.StartAsync(skills.Root, Path.Combine(Repository.Root, "images"));
        await using McpClient client = await ConnectAsync(host, "2026-07-28");

        await AddAsync(client, "a");

        Assert.Equal("""{"text":"b"}""", await AddAsync(client, "b"));
        await McpSkills.AwaitContainersAsync(skills.Keeper, 0);
        Assert.Null(client.SessionId);
    }

    [EngineTheory]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task Client_ThatHangsUpDuringACall_LeavesNoContainer(string revision)
    {
        await using WebHost host = await WebHost.StartAsync(skills.Root, Path.Combine(Repository.Root, "images"));
        await using McpClient client = await ConnectAsync(host, revision);
        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Post, host.Address)
        {
            Content = new StringContent(
                $$$"""
                {"jsonrpc":"2.0","id":99,"method":"tools/call","params":{"name":"{{{skills["wait"]}}}","_meta": {{{MetaOf(revision)}}} } }
                """,
                mediaType: new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Add("Accept", "application/json, text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", revision);
        request.Headers.Add("Mcp-Method", "tools/call");
        request.Headers.Add("Mcp-Name", skills["wait"]);
        if (client.SessionId is { } session)
        {
            request.Headers.Add("Mcp-Session-Id", session);
        }

        using CancellationTokenSource hangUp = new();
        Task call = http.SendAsync(request, hangUp.Token);
        await McpSkills.AwaitContainersAsync(skills.Runner, 1);
        await hangUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await McpSkills.AwaitContainersAsync(skills.Runner, 0);
    }

    private static string MetaOf(string revision) => revision == "2025-11-25"
        ? "{ }"
        : $$"""{"io.modelcontextprotocol/protocolVersion":"{{revision}}","io.modelcontextprotocol/clientCapabilities":{} }""";

    private static async Task<McpClient> ConnectAsync(WebHost host, string revision) => await McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = host.Address,
            TransportMode = HttpTransportMode.StreamableHttp,
        }),
        new McpClientOptions { ProtocolVersion = revision });

    private async Task<string> AddAsync(McpClient client, string text)
    {
        CallToolResult result = await client.CallToolAsync(skills.Add, new Dictionary<string, object?> { ["text"] = text });
        return Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
    }
}
