using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Http;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class TokenTests(SampleServer sample) : IClassFixture<SampleServer>
{
    private const string Path = "/v1/functions";

    [Fact]
    public async Task Request_WithTheToken_IsAnswered()
    {
        using HttpResponseMessage response = await sample.Server.Client.GetAsync(Path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("alpha.run", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Authorization: Bearer wrong\r\n")]
    [InlineData("Authorization: Bearer {token}x\r\n")]
    [InlineData("Authorization: bearer {token}\r\n")]
    [InlineData("Authorization: Bearer  {token}\r\n")]
    [InlineData("Authorization: Basic {token}\r\n")]
    [InlineData("Authorization: {token}\r\n")]
    [InlineData("Authorization: Bearer {token}\r\nAuthorization: Bearer {token}\r\n")]
    [InlineData("X-Token: {token}\r\n")]
    public async Task Request_WithAnythingElse_Is401(string header)
    {
        string line = await SendAsync(Path, header.Replace("{token}", sample.Token, StringComparison.Ordinal));

        Assert.StartsWith("HTTP/1.1 401", line, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await SendAsync(Path, $"Authorization: Bearer {sample.Token}\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("token")]
    [InlineData("authorization")]
    public async Task Token_InTheQuery_Is401(string name) =>
        Assert.StartsWith("HTTP/1.1 401", await SendAsync($"{Path}?{name}={sample.Token}", ""), StringComparison.Ordinal);

    [Theory]
    [InlineData(8_000, "401")]
    [InlineData(1_000_000, "431")]
    public async Task Token_OfManyBytes_IsRefusedAndOthersAreServed(int length, string status)
    {
        string line = await SendAsync(Path, $"Authorization: Bearer {new string('a', length)}\r\n");

        Assert.StartsWith($"HTTP/1.1 {status}", line, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await sample.Server.Client.GetAsync(Path)).StatusCode);
    }

    [Theory]
    [InlineData("/v1/skills")]
    [InlineData("/v1/sessions")]
    [InlineData("/v1/openapi.json")]
    [InlineData("/v1/functions/alpha.run")]
    [InlineData("/no/such/path")]
    public async Task AnyOtherPath_WithoutToken_Is401AndSaysNothing(string path)
    {
        using HttpClient stranger = sample.Server.ClientOf(null);

        using HttpResponseMessage response = await stranger.GetAsync(path);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        Assert.DoesNotContain("alpha", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_WithoutToken_SaysThatItLivesAndNothingElse()
    {
        using HttpClient stranger = sample.Server.ClientOf(null);

        using HttpResponseMessage response = await stranger.GetAsync("/healthz");

        Assert.Equal("""{"status":"ok"}""", await response.Content.ReadAsStringAsync());
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task TokenFile_MadeAtTheFirstStart_IsItsOwnersAloneAndStays()
    {
        using SkillsFolder folder = Folder();
        string first = await TokenOfAsync(folder);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode($"{folder.Root}/state/http-token"));
        Assert.Equal(first, await TokenOfAsync(folder));
        Assert.Equal(43, first.Length);
        Assert.NotEqual(sample.Token, first);
    }

    [Fact]
    public async Task TokenFile_ThatOthersMayRead_StopsTheStart()
    {
        using SkillsFolder folder = Folder();
        await TokenOfAsync(folder);
        File.SetUnixFileMode($"{folder.Root}/state/http-token", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, "serve", "--listen", "http://127.0.0.1:0");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("wanted chmod 600", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_OfSeveralCallers_EachOpenAndAreNeverWrittenDown()
    {
        using SkillsFolder folder = Folder();
        string[] tokens = [.. Enumerable.Range(0, 3).Select(i => $"{i}-{Guid.NewGuid():N}-of-a-test")];
        folder.Write("bob", tokens[2] + "\n");
        File.SetUnixFileMode($"{folder.Root}/bob", UnixFileMode.UserRead);
        string[] environment =
        [
            $"SKILLHOST_HTTP__TOKEN={tokens[0]}", $"SKILLHOST_Http__Tokens__alice__Token={tokens[1]}",
            $"SKILLHOST_Http__Tokens__bob__File={folder.Root}/bob",
        ];

        Server server = await Server.StartAsync(folder.Root, ["--verbose"], environment);
        await using (server)
        {
            foreach (string token in tokens)
            {
                using HttpClient client = server.ClientOf(token);
                Assert.NotEmpty((await client.GetFromJsonAsync<JsonElement>(Path)).GetProperty("functions").EnumerateArray());
            }

            using HttpClient stranger = server.ClientOf(tokens[0][..^1]);
            Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync($"{Path}?token={tokens[0]}")).StatusCode);
        }

        string error = (await server.StopAsync()).Error;
        Assert.Contains("refused with 401", error, StringComparison.Ordinal);
        Assert.All(tokens, token => Assert.DoesNotContain(token, error, StringComparison.Ordinal));
        Assert.False(File.Exists($"{folder.Root}/state/http-token"));
    }

    private static SkillsFolder Folder() => new SkillsFolder().WriteBash("alpha", "echo alpha")
        .Write("appsettings.json", """{ "SkillHost": { "StateFolder": "state" } }""");

    private static async Task<string> TokenOfAsync(SkillsFolder folder)
    {
        await using Server server = await Server.StartAsync(folder.Root, []);
        return (await File.ReadAllTextAsync(server.TokenFile!)).Trim();
    }

    private Task<string> SendAsync(string path, string header) =>
        sample.Server.SendRawAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{header}\r\n");
}
