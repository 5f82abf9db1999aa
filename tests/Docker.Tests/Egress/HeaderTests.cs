using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Egress;

/// <summary>A secret that the host adds to requests, and that no container ever holds.</summary>
public sealed class HeaderTests(EgressFixture fixture) : EgressTest(fixture)
{
    private const string Ask = """
        import urllib.request as u
        def ask(url, data=None, headers={}):
            try:
                return u.urlopen(u.Request(url, data, headers), timeout=8).read().decode()
            except Exception as e:
                return type(e).__name__
        """;

    [Fact]
    public async Task Ask_InPlainHttp_TheSecretIsAddedOutsideAndMaskedOnTheWayBack()
    {
        InvocationResult result = await RunAsync(
            Ask + "\nprint(ask('http://api.test:20082/v1?a=b', b'body', {'Authorization': 'Bearer mine', 'X-Own': 'kept'}))");

        string request = Assert.Single(Fixture.Api.Requests, r => r.StartsWith("POST /v1?a=b HTTP/1.1\r\n", StringComparison.Ordinal));
        Assert.Contains($"\r\nAuthorization: Bearer {SecretApi.Token}\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nHost: api.test\r\n", request, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Own: kept\r\n", request, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("mine", request, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nbody", request, StringComparison.Ordinal);
        Assert.Contains($"Authorization: Bearer {new string('*', SecretApi.Token.Length)}", result.Stdout, StringComparison.Ordinal);
        Assert.Equal(["api.test:20082"], result.Network.Reached);
    }

    [Fact]
    public async Task Look_ForTheSecretInside_ItIsNowhere()
    {
        InvocationResult result = await RunAsync(Ask + $$"""

            import os, glob
            reply = ask('http://api.test:20082/find')
            half = '{{SecretApi.Token[..12]}}'
            places = [str(dict(os.environ)), reply]
            for p in glob.glob('/run/**', recursive=True) + ['/proc/self/environ', '/proc/self/cmdline']:
                try:
                    places.append(open(p, errors='replace').read())
                except OSError:
                    pass
            print(len(reply) > 50, any(half in p for p in places))
            """);

        Assert.Equal("True False\n", result.Stdout);
    }

    [Fact]
    public async Task Ask_SoThatTheSecretWouldGoElsewhere_IsRefused()
    {
        int before = Fixture.Api.Requests.Count;

        InvocationResult result = await RunAsync("""
            def raw(data, host='api.test'):
                return attempt(host, 20082, data)[:15]
            print(raw(b'GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n'))
            print(raw(b'GET http://evil.test/ HTTP/1.1\r\nHost: api.test\r\n\r\n'))
            print(raw(b'GET / HTTP/1.1\r\nHost: api.test\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'))
            print(raw(b'GET / HTTP/1.1\r\nHost: api.test\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nbody'))
            print(raw(b'GET / HTTP/1.1\r\nHost: fake.test\r\n\r\n', 'fake.test'))
            """);

        Assert.Equal(string.Concat(Enumerable.Repeat("ConnectionReset\n", 5)), result.Stdout);
        Assert.Contains("fake.test:20082: it has not proved by TLS that it is this host", result.Network.Denied);
        Assert.Contains("api.test:20082: the request names another host", result.Network.Denied);
        Assert.Equal(before, Fixture.Api.Requests.Count);
    }

    [Fact]
    public async Task Ask_TwoRequestsAtOnce_OnlyTheFirstGoesOut()
    {
        int before = Fixture.Api.Requests.Count;

        await RunAsync("""
            with connect('api.test', 20082) as s:
                s.sendall(b'GET /one HTTP/1.1\r\nHost: api.test\r\n\r\nGET /two HTTP/1.1\r\nHost: evil.test\r\n\r\n')
                while s.recv(4096):
                    pass
            """);

        Assert.Equal(before + 1, Fixture.Api.Requests.Count);
        Assert.DoesNotContain(Fixture.Api.Requests, request => request.Contains("two", StringComparison.Ordinal));
    }
}
