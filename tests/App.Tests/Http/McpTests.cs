using System.Net;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Http;

[Collection(HttpTests.Name)]
public sealed class McpTests(CallServer server)
{
    [EngineFact]
    public async Task Client_WithTheToken_CallsAsTheCallerWhoseTokenItIs()
    {
        await using McpClient client = await ConnectAsync(server.Server, server.Bob);

        CallToolResult result = await client.CallToolAsync($"{server.Skill}_log");

        Assert.Equal("three\n", Assert.IsType<TextContentBlock>(result.Content[0]).Text);
        Assert.Contains("mcp:bob", (await server.RunAsync("audit", "show", "--json", "--last", "50")).Out, StringComparison.Ordinal);
    }

    [EngineFact]
    public async Task Client_WithoutToken_OrFromAPage_IsRefused()
    {
        using HttpClient stranger = server.Server.ClientOf(null);
        HttpRequestException refused = await Assert.ThrowsAsync<HttpRequestException>(() => ConnectAsync(server.Server, stranger));
        using HttpRequestMessage page = new(HttpMethod.Post, "/mcp") { Content = new StringContent("{}") };
        page.Headers.Add("Origin", "https://evil.example");
        using HttpResponseMessage fromPage = await server.Alice.SendAsync(page);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, fromPage.StatusCode);
    }

    [EngineFact]
    public async Task Call_DeniedHere_IsDeniedInTheSameWordsOverHttp()
    {
        await using McpClient client = await ConnectAsync(server.Server, server.Alice);

        CallToolResult denied = await client.CallToolAsync($"{server.Skill}_asked");
        using HttpResponseMessage over = await server.Alice.CallAsync($"{server.Skill}.asked");

        string? words = (await over.JsonAsync()).GetProperty("error").GetString();
        Assert.Equal(HttpStatusCode.Forbidden, over.StatusCode);
        Assert.True(denied.IsError);
        Assert.Contains(words!, Assert.IsType<TextContentBlock>(denied.Content[0]).Text, StringComparison.Ordinal);
    }

    [EngineFact]
    public async Task Stop_DuringACall_LeavesNoContainer()
    {
        await using Server mine = await Server.StartAsync(server.Root, []);
        await using McpClient client = await ConnectAsync(mine, mine.Client);
        Task call = client.CallToolAsync($"{server.Skill}_wait").AsTask();
        await CallServer.HasContainersAsync(server.Skill, 1);

        (int exitCode, string error) = await mine.StopAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => call);
        Assert.Equal(143, exitCode);
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
        await CallServer.HasContainersAsync(server.Skill, 0);
    }

    private static async Task<McpClient> ConnectAsync(Server to, HttpClient client)
    {
        HttpClientTransportOptions options = new()
        {
            Endpoint = new Uri(to.Address, "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = client.DefaultRequestHeaders.Authorization is { } token
                ? new Dictionary<string, string> { ["Authorization"] = token.ToString() }
                : null,
        };
        return await McpClient.CreateAsync(new HttpClientTransport(options));
    }
}
