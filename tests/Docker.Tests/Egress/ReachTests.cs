using SkillHost.Invocations;
using SkillHost.Policies;

namespace SkillHost.Docker.Tests.Egress;

/// <summary>What an allow-list lets through, as a program sees it that knows nothing of it.</summary>
public sealed class ReachTests(EgressFixture fixture) : EgressTest(fixture)
{
    [Fact]
    public async Task Connect_ByName_ReachesTheHostAndIsReported()
    {
        InvocationResult result = await RunAsync("print(attempt('good.test', 20080, b'hello'))");

        Assert.Equal("hello\n", result.Stdout);
        Assert.Equal("allowlist", result.Network.Mode);
        Assert.Equal(["good.test:20080"], result.Network.Reached);
        Assert.Empty(result.Network.Denied);
        Assert.Equal((5, 5), (result.Network.BytesSent, result.Network.BytesReceived));
    }

    [Fact]
    public async Task Connect_TwoHostsAndTwoPorts_EachIsItsOwnEntry()
    {
        InvocationResult result = await RunAsync(
            "print(attempt('good.test', 20080), attempt('other.test', 20080), len(attempt('good.test', 20081)) > 0)\n"
            + "print(socket.gethostbyname('good.test') != socket.gethostbyname('other.test'))");

        Assert.Equal("hi hi True\nTrue\n", result.Stdout);
        Assert.Equal(["good.test:20080", "good.test:20081", "other.test:20080"], result.Network.Reached);
    }

    [Fact]
    public async Task Connect_HalfClosed_TheOtherHalfGoesOn()
    {
        InvocationResult result = await RunAsync("""
            s = connect('good.test', 20080)
            s.sendall(b'all of it')
            s.shutdown(socket.SHUT_WR)
            got = b''
            while chunk := s.recv(4096):
                got += chunk
            print(got.decode(), 'and the end')
            """);

        Assert.Equal("all of it and the end\n", result.Stdout);
    }

    [Fact]
    public async Task Connect_TwentyMegabytesBothWays_ArriveUnchanged()
    {
        InvocationResult result = await RunAsync("""
            import hashlib, os, threading
            data = os.urandom(1 << 20)
            s = connect('good.test', 20080)
            def send():
                for _ in range(20):
                    s.sendall(data)
                s.shutdown(socket.SHUT_WR)
            threading.Thread(target=send).start()
            got, size = hashlib.sha256(), 0
            while chunk := s.recv(65536):
                got.update(chunk)
                size += len(chunk)
            print(size, got.digest() == hashlib.sha256(data * 20).digest())
            """);

        Assert.Equal("20971520 True\n", result.Stdout);
        Assert.Equal(20 << 20, result.Network.BytesReceived);
    }

    [Fact]
    public async Task Connect_ThirtyAtOnce_EachHasItsOwnBytes()
    {
        InvocationResult result = await RunAsync("""
            all = [connect('good.test', 20080) for _ in range(30)]
            for i, s in enumerate(all):
                s.sendall(str(i).encode() * 3)
            print(all and [s.recv(100).decode() for s in all] == [str(i) * 3 for i in range(30)])
            """);

        Assert.Equal("True\n", result.Stdout);
    }

    [Fact]
    public async Task Stall_OneReaderForever_NothingElseWaits()
    {
        InvocationResult result = await RunAsync("""
            import time
            stalled = [connect('good.test', 20081) for _ in range(4)]
            time.sleep(0.5)
            print([attempt('good.test', 20080, str(i).encode() * 1000)[:1] for i in range(9)])
            print('output goes on', flush=True)
            """);

        Assert.Equal("['0', '1', '2', '3', '4', '5', '6', '7', '8']\noutput goes on\n", result.Stdout);
    }

    [Fact]
    public async Task Connect_AtTheLimitOnProcesses_StillWorks()
    {
        InvocationResult result = await RunAsync("""
            import os
            held = []
            try:
                while True:
                    pid = os.fork()
                    if pid == 0:
                        import time
                        time.sleep(30)
                        os._exit(0)
                    held.append(pid)
            except OSError as e:
                print(type(e).__name__, len(held) < 3)
            print(attempt('good.test', 20080))
            """, "tight");

        Assert.Equal("BlockingIOError True\nhi\n", result.Stdout);
    }

    [Fact]
    public async Task Look_AtTheNetwork_LoopbackIsAllThereIs()
    {
        InvocationResult result = await RunAsync("""
            import os
            print(os.listdir('/sys/class/net'), open('/proc/net/route').read().count('\n') <= 1)
            print([n for n in os.environ if 'proxy' in n.lower()])
            print(socket.gethostbyname('localhost'))
            """);

        Assert.Equal("['lo'] True\n[]\n127.0.0.1\n", result.Stdout);
    }

    [Fact]
    public async Task Connect_WhereTheFunctionHasNone_NothingIsReached()
    {
        int before = Fixture.Good.Taken;

        InvocationResult none = await RunAsync("print(attempt('good.test', 20080), attempt('127.64.0.1', 20080))", "none");
        InvocationResult narrowed = await Host.CallAsync(
            "reach.run",
            """
            {"script": "import socket\ntry: socket.create_connection(('good.test', 20080))\nexcept OSError as e: print(type(e).__name__)"}
            """,
            new InvocationOptions { Narrowing = new PolicyNarrowing { NoNetwork = true } });

        Assert.Equal("gaierror ConnectionRefusedError\n", none.Stdout);
        Assert.Equal("gaierror\n", narrowed.Stdout);
        Assert.Equal(("none", "none"), (none.Network.Mode, narrowed.Network.Mode));
        Assert.Equal(before, Fixture.Good.Taken);
    }
}
