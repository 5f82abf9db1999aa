using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Egress;

/// <summary>Names below a domain, through the proxy inside.</summary>
public sealed class WildcardTests(EgressFixture fixture) : EgressTest(fixture)
{
    private const string Proxy = """
        def ask(request, data=b''):
            try:
                with connect('127.65.0.1', 3128) as s:
                    s.sendall(request if isinstance(request, bytes) else request.encode('latin1'))
                    answer = b''
                    while b'\r\n\r\n' not in answer and (chunk := s.recv(4096)):
                        answer += chunk
                    if not data:
                        return answer.split(b' ')[1].decode() if answer else 'end'
                    s.sendall(data)
                    return s.recv(4096).decode()
            except OSError as e:
                return type(e).__name__
        def tunnel(target, data=b''):
            return ask(f'CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n', data)
        """;

    [Fact]
    public async Task Tunnel_ToNamesBelowTheDomain_ReachesThem()
    {
        InvocationResult result = await RunAsync(
            Proxy + "\nprint(tunnel('a.wild.test:20080', b'one'), tunnel('B.c.Wild.test:20080', b'two'))"
            + "\nprint(tunnel('good.test:20080', b'three'), attempt('good.test', 20080))",
            "wild");

        Assert.Equal("one two\nthree hi\n", result.Stdout);
        Assert.Equal(["a.wild.test:20080", "b.c.wild.test:20080", "good.test:20080"], result.Network.Reached);
    }

    [Theory]
    [InlineData("wild.test:20080")]
    [InlineData("evil.test:20080")]
    [InlineData("evilwild.test:20080")]
    [InlineData("a.wild.test:22")]
    [InlineData("a.wild.test:8443")]
    [InlineData("a.wild.test.evil.test:20080")]
    [InlineData("other.test:20080")]
    [InlineData("a.wild.test:0")]
    [InlineData("a.wild.test:99999")]
    [InlineData("a.wild.test:020080")]
    [InlineData("a.wild.test")]
    [InlineData("user@a.wild.test:20080")]
    [InlineData("[a.wild.test]:20080")]
    [InlineData("a.wild.test%00.evil.test:20080")]
    [InlineData("evil.test\\x00.wild.test:20080")]
    [InlineData("evil.test#.wild.test:20080")]
    [InlineData("127.0.0.1:20080")]
    [InlineData("0x7f000001:20080")]
    [InlineData("2130706433:20080")]
    [InlineData("127.1:20080")]
    [InlineData("[::1]:20080")]
    [InlineData("[::ffff:127.0.0.1]:20080")]
    [InlineData("169.254.169.254:20080")]
    public async Task Tunnel_ToAnythingElse_IsForbidden(string target)
    {
        InvocationResult result = await RunAsync(Proxy + $"\nprint(tunnel('{target}'), tunnel('a.wild.test:20080'))", "wild");

        Assert.Equal("403 200\n", result.Stdout);
        Assert.Single(result.Network.Denied);
        Assert.Equal(["a.wild.test:20080"], result.Network.Reached);
        Assert.Equal(0, Fixture.Forbidden.Taken);
    }

    [Theory]
    [InlineData("GET http://a.wild.test:20080/ HTTP/1.1\\r\\nHost: a.wild.test:20080\\r\\n\\r\\n")]
    [InlineData("GET / HTTP/1.1\\r\\nHost: a.wild.test\\r\\n\\r\\n")]
    [InlineData("CONNECT a.wild.test:20080 HTTP/1.1\\r\\nHost: evil.test:20080\\r\\n\\r\\n")]
    [InlineData("CONNECT a.wild.test:20080 HTTP/1.1\\r\\nHost: a.wild.test\\r\\nHost: a.wild.test\\r\\n\\r\\n")]
    [InlineData("CONNECT a.wild.test:20080 HTTP/1.1\\r\\nContent-Length: 4\\r\\n\\r\\n")]
    [InlineData("CONNECT a.wild.test:20080 HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n")]
    [InlineData("CONNECT  a.wild.test:20080 HTTP/1.1\\r\\n\\r\\n")]
    [InlineData("CONNECT a.wild.test:20080 HTTP/1.1\\r\\nA: b\\r\\n folded\\r\\n\\r\\n")]
    [InlineData("connect a.wild.test:20080 HTTP/1.1\\r\\n\\r\\n")]
    [InlineData("\\x16\\x03\\x01\\x00\\x05hello")]
    public async Task Ask_TheProxyForAnythingButATunnel_IsForbidden(string request)
    {
        InvocationResult result = await RunAsync(Proxy + $"\nprint(ask('{request}'), tunnel('a.wild.test:20080'))", "wild");

        Assert.Equal("403 200\n", result.Stdout);
    }

    [Fact]
    public async Task Tunnel_WithAnotherServersName_IsCut()
    {
        InvocationResult result = await RunAsync(
            Proxy + """

            import ssl
            def secure(target, name):
                context = ssl.create_default_context()
                context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
                try:
                    with connect('127.65.0.1', 3128) as s:
                        s.sendall(f'CONNECT {target} HTTP/1.1\r\n\r\n'.encode())
                        s.recv(4096)
                        with context.wrap_socket(s, server_hostname=name) as t:
                            t.sendall(b'secret')
                            return t.recv(9).decode()
                except OSError:
                    return 'denied'
            print([secure('a.wild.test:20443', n) for n in ('a.wild.test', 'b.c.wild.test', 'evil.test')])
            """,
            "wild");

        Assert.Equal("['secret', 'denied', 'denied']\n", result.Stdout);
    }

    [Fact]
    public async Task Environment_WithWildcards_NamesTheProxyForEveryRuntime()
    {
        InvocationResult result = await RunAsync(
            "import os\nprint(sorted(n for n in os.environ if 'PROXY' in n.upper()))\n"
            + "print(os.environ['NO_PROXY'], 'proxyPort=3128' in os.environ['JAVA_TOOL_OPTIONS'])",
            "wild");

        Assert.Equal(
            "['ALL_PROXY', 'HTTPS_PROXY', 'HTTP_PROXY', 'NODE_USE_ENV_PROXY', 'NO_PROXY', "
            + "'all_proxy', 'http_proxy', 'https_proxy', 'no_proxy']\n"
            + "localhost,127.0.0.1,::1,good.test True\n",
            result.Stdout);
    }
}
