using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Http;

public sealed class LimitTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly SkillsFolder _folder = new SkillsFolder().WriteBash("alpha", "echo alpha")
        .Write("appsettings.json", """{ "SkillHost": { "StateFolder": "state" } }""");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Headers_ThatNeverEnd_CloseTheirConnectionsAndOthersAreServed()
    {
        await using Server server = await Server.StartAsync(_folder.Root, [], "SKILLHOST_Http__HeaderTimeout=00:00:01");
        TcpClient[] slow = [.. Enumerable.Range(0, 200).Select(_ => new TcpClient())];
        foreach (TcpClient socket in slow)
        {
            await SendAsync(socket, server, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
        }

        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/healthz")).StatusCode);
        foreach (TcpClient socket in slow)
        {
            Assert.DoesNotContain("200", await ToEndAsync(socket), StringComparison.Ordinal);
            socket.Dispose();
        }
    }

    [Fact]
    public async Task Body_ThatDoesNotCome_Is408()
    {
        await using Server server = await Server.StartAsync(_folder.Root, [], "SKILLHOST_Http__BodyTimeout=00:00:01");
        string token = (await File.ReadAllTextAsync(server.TokenFile!)).Trim();

        string line = await server.SendRawAsync(
            "POST /v1/functions/alpha.run/invocations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + $"Authorization: Bearer {token}\r\nContent-Length: 100\r\n\r\n{{");

        Assert.StartsWith("HTTP/1.1 408", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_MoreThanMayBe_AreClosedAndAreServedOnceThereIsRoom()
    {
        await using Server server = await Server.StartAsync(_folder.Root, ["--no-auth"], "SKILLHOST_Http__MaxConnections=2");
        const string Request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n";
        using TcpClient first = new();
        using TcpClient second = new();
        await SendAsync(first, server, Request);
        await SendAsync(second, server, Request);
        Assert.Contains("200", await LineAsync(first), StringComparison.Ordinal);
        Assert.Contains("200", await LineAsync(second), StringComparison.Ordinal);

        using TcpClient third = new();
        await SendAsync(third, server, Request);
        Assert.Equal("", await ToEndAsync(third));
        first.Dispose();

        string served = "";
        while (served.Length == 0)
        {
            using TcpClient fourth = new();
            await SendAsync(fourth, server, Request);
            served = await LineAsync(fourth);
        }

        Assert.Contains("200", served, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoAuth_OnTheLoopback_AsksForNoToken()
    {
        await using Server server = await Server.StartAsync(_folder.Root, ["--no-auth"]);

        using HttpResponseMessage response = await server.Client.GetAsync("/v1/functions");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(server.TokenFile);
        Assert.False(File.Exists($"{_folder.Root}/state/http-token"));
    }

    [Theory]
    [InlineData("http://0.0.0.0:0", "", "which other machines reach")]
    [InlineData("http://192.0.2.1:7040", "", "which other machines reach")]
    [InlineData("http://0.0.0.0:0", "--allow-remote", "AllowedHosts: seen none")]
    [InlineData("http://192.0.2.1:7040", "--allow-remote --no-auth", "NoAuth: seen True with http://192.0.2.1:7040")]
    [InlineData("https://127.0.0.1:7040", "", "TLS is not offered")]
    [InlineData("http://skills.example:7040", "", "wanted http://, an IP address")]
    [InlineData("http://+:7040", "", "wanted http://, an IP address")]
    [InlineData("http://127.1:7040", "", "wanted http://, an IP address")]
    [InlineData("127.0.0.1:7040", "", "wanted http://, an IP address")]
    [InlineData("http://127.0.0.1", "", "wanted http://, an IP address")]
    [InlineData("http://127.0.0.1:65536", "", "wanted http://, an IP address")]
    public async Task Address_ThatIsOpenOrWrong_StopsTheStart(string address, string more, string words)
    {
        string[] arguments = ["serve", "--listen", address, .. more.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

        ProgramResult result = await SkillHostProgram.RunAsync(_folder.Root, arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_OpenOnPurpose_WarnsAndAsksForTheToken()
    {
        Server server = await Server.StartAsync(
            _folder.Root, ["--listen", "http://0.0.0.0:0", "--allow-remote"], "SKILLHOST_Http__AllowedHosts__0=skills.example");
        await using (server)
        {
            using HttpClient caller = new() { BaseAddress = new Uri($"http://127.0.0.1:{server.Address.Port}") };
            using HttpRequestMessage named = new(HttpMethod.Get, "/healthz");
            named.Headers.Host = "skills.example";

            Assert.Equal(HttpStatusCode.OK, (await caller.SendAsync(named)).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await caller.GetAsync("/v1/functions")).StatusCode);
        }

        Assert.Contains("WARNING: other machines reach", (await server.StopAsync()).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_InUse_StopsTheStartWithWords()
    {
        await using Server server = await Server.StartAsync(_folder.Root, []);

        ProgramResult result = await SkillHostProgram.RunAsync(_folder.Root, "serve", "--listen", server.Address.ToString());

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("cannot listen at", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("defect", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoEngine_LeavesTheServerAliveButNotReady()
    {
        await using Server server = await Server.StartAsync(
            _folder.Root, [], $"SKILLHOST_Docker__Address=unix://{_folder.Root}/no.sock");

        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/healthz")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.Client.GetAsync("/readyz")).StatusCode);
        using HttpResponseMessage call = await server.Client.CallAsync("alpha.run");
        JsonElement result = await call.JsonAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, call.StatusCode);
        Assert.Equal("unavailable", result.GetProperty("status").GetString());
    }

    private static async Task SendAsync(TcpClient socket, Server server, string text)
    {
        await socket.ConnectAsync(server.Address.Host, server.Address.Port).WaitAsync(Patience);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
    }

    private static async Task<string> LineAsync(TcpClient socket)
    {
        try
        {
            using StreamReader reader = new(socket.GetStream(), leaveOpen: true);
            return await reader.ReadLineAsync().WaitAsync(Patience) ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task<string> ToEndAsync(TcpClient socket)
    {
        try
        {
            using StreamReader reader = new(socket.GetStream(), leaveOpen: true);
            return await reader.ReadToEndAsync().WaitAsync(Patience);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
