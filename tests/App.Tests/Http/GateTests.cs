using System.Net;
using System.Net.Http.Headers;
using System.Net.NetworkInformation;
using System.Text;
using System.Text.Json;

namespace SkillHost.App.Tests.Http;

public sealed class GateTests(SampleServer sample) : IClassFixture<SampleServer>
{
    private const string Call = "/v1/functions/alpha.run/invocations";

    [Theory]
    [InlineData("GET /v1/skills HTTP/1.1\r\nHost: localhost\r\n", "200")]
    [InlineData("GET /v1/skills HTTP/1.1\r\nHost: 127.0.0.1:7040\r\n", "200")]
    [InlineData("GET /v1/skills HTTP/1.1\r\nHost: [::1]\r\n", "200")]
    [InlineData("GET /v1/skills HTTP/1.1\r\nHost: evil.example\r\n", "403")]
    [InlineData("GET /v1/skills HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\n", "403")]
    [InlineData("GET /v1/skills HTTP/1.1\r\nHost: localhost.\r\n", "403")]
    [InlineData("GET /v1/skills HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n", "400")]
    [InlineData("GET /v1/skills HTTP/1.1\r\nHost:\r\n", "400")]
    [InlineData("GET /v1/skills HTTP/1.1\r\n", "400")]
    [InlineData("GET /v1/skills HTTP/1.0\r\n", "400")]
    [InlineData("GET http://localhost/v1/skills HTTP/1.1\r\nHost: localhost\r\n", "400")]
    [InlineData("GET http://evil.example/v1/skills HTTP/1.1\r\nHost: localhost\r\n", "400")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n", "400")]
    [InlineData("CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443\r\n", "400")]
    public async Task Host_OfTheRequest_IsOneOfOursOrNothingIsDone(string head, string status)
    {
        string line = await sample.Server.SendRawAsync($"{head}Authorization: Bearer {sample.Token}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status}", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_OfSomebodyElse_IsRefusedBeforeTheTokenIsLookedAt()
    {
        string line = await sample.Server.SendRawAsync("GET /healthz HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 403", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("https://mine.example.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("http://mine.example", HttpStatusCode.Forbidden)]
    [InlineData("https://mine.example", HttpStatusCode.OK)]
    public async Task Origin_ThatIsNotNamed_IsRefusedAndNoneIsToldThatItMayRead(string origin, HttpStatusCode status)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/v1/skills");
        request.Headers.Add("Origin", origin);

        using HttpResponseMessage response = await sample.Server.Client.SendAsync(request);

        Assert.Equal(status, response.StatusCode);
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Preflight_OfAPage_IsRefused()
    {
        using HttpRequestMessage request = new(HttpMethod.Options, Call);
        request.Headers.Add("Origin", "https://evil.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");

        using HttpResponseMessage response = await sample.Server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("text/plain", "415")]
    [InlineData("application/x-www-form-urlencoded", "415")]
    [InlineData("multipart/form-data; boundary=x", "415")]
    [InlineData("application/json; charset=utf-16", "415")]
    [InlineData("", "415")]
    [InlineData("application/json; charset=utf-8", "400")]
    [InlineData("application/json", "400")]
    public async Task Body_OfAnotherTypeThanJson_Is415(string type, string status)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, Call) { Content = new ByteArrayContent("[]"u8.ToArray()) };
        request.Content.Headers.ContentType = type.Length == 0 ? null : MediaTypeHeaderValue.Parse(type);

        using HttpResponseMessage response = await sample.Server.Client.SendAsync(request);

        Assert.Equal(status, ((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Body_ThatIsPacked_Is415()
    {
        using HttpRequestMessage request = Requests.Call("alpha.run", "{}");
        request.Content!.Headers.ContentEncoding.Add("gzip");

        using HttpResponseMessage response = await sample.Server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Theory]
    [InlineData("/v1/functions/alpha.run", "200")]
    [InlineData("/v1/functions/..%2f..%2fhealthz", "404")]
    [InlineData("/v1/functions/alpha.run;x", "404")]
    [InlineData("/v1/functions/alpha.run/invocations/", "405")]
    [InlineData("/v1/sessions/..%2f..%2fetc", "405")]
    [InlineData("//", "404")]
    [InlineData("/%00", "400")]
    [InlineData("/v1/functions/%ff", "404")]
    [InlineData("/{16k}", "414")]
    public async Task Path_ThatLeadsNowhere_IsRefused(string path, string status)
    {
        string target = path.Replace("{16k}", new string('a', 16 * 1024), StringComparison.Ordinal);

        string line = await sample.Server.SendRawAsync(
            $"GET {target} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {sample.Token}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status}", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 31000000000\r\n\r\n{}", "413")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n{endless}", "413")]
    [InlineData("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", "400")]
    [InlineData("Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", "400")]
    [InlineData("Content-Length: -1\r\n\r\n{}", "400")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n\r\n", "400")]
    public async Task Body_OfAnotherLengthThanItMayHave_IsRefusedAndOthersAreServed(string rest, string status)
    {
        string endless = string.Concat(Enumerable.Repeat($"10000\r\n{new string('a', 0x10000)}\r\n", 32));
        string request = $"POST {Call} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + $"Authorization: Bearer {sample.Token}\r\n{rest.Replace("{endless}", endless, StringComparison.Ordinal)}";

        Assert.StartsWith($"HTTP/1.1 {status}", await sample.Server.SendRawAsync(request), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await sample.Server.Client.GetAsync("/healthz")).StatusCode);
    }

    [Fact]
    public async Task Arguments_ThatAreNoStrictJson_AreInvalidInCoresOwnWords()
    {
        string deep = string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000);
        string many = "{" + string.Join(',', Enumerable.Range(0, 80_000).Select(i => $"\"k{i}\":0")) + ",\"k1\":0}";
        Dictionary<string, byte[]> wrong = new()
        {
            ["deep"] = Encoding.UTF8.GetBytes(deep),
            ["k1"] = Encoding.UTF8.GetBytes(many),
            ["is not UTF-8"] = [(byte)'{', 0xFF, 0xFE, (byte)'}'],
            ["is empty"] = [],
            ["wanted one JSON object"] = "[1]"u8.ToArray(),
            ["count"] = """{"count":"five"}"""u8.ToArray(),
        };
        foreach ((string words, byte[] body) in wrong)
        {
            using HttpRequestMessage request = Requests.Call("alpha.run", "");
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

            using HttpResponseMessage response = await sample.Server.Client.SendAsync(request);
            JsonElement result = await response.JsonAsync();

            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal("invalid_arguments", result.GetProperty("status").GetString());
            Assert.Contains(words, result.GetProperty("error").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Address_ByDefault_IsTheLoopbacksAlone()
    {
        IPEndPoint[] listeners = [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
            .Where(end => end.Port == sample.Server.Address.Port)];

        Assert.Equal([IPAddress.Loopback], listeners.Select(end => end.Address));
    }

    [Fact]
    public async Task Problem_OfARefusal_IsJsonWithWordsAndNoStack()
    {
        using HttpResponseMessage response = await sample.Server.Client.GetAsync("/v1/functions/alpha.rum");
        JsonElement problem = await response.JsonAsync();

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(404, problem.GetProperty("status").GetInt32());
        Assert.Contains("did you mean alpha.run?", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", problem.ToString(), StringComparison.Ordinal);
    }
}
