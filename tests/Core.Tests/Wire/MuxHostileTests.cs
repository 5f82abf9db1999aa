using SkillHost.Wire;
using SkillHost.Wire.Multiplexing;

namespace SkillHost.Tests.Wire;

/// <summary>A server session (as Init has) with channel 1 open, and what a peer may and may not send to it.</summary>
public sealed class MuxHostileTests
{
    private readonly RecordingHandler _handler = new() { Consumes = false };
    private readonly MuxSession _session;

    public MuxHostileTests()
    {
        _session = MuxSessionTests.Make(MuxRole.Server, new MuxOptions(), _handler);
        _session.Receive(Frames.Open(1));
    }

    public static TheoryData<string, byte[], byte[]> Breaches => new()
    {
        { "frame version 1", Raw(1, 0, 0), Raw(0, 0, 0) },
        { "frame type 4", Raw(0, 4, 0), Raw(0, 1, 0) },
        { "frame flags 0x10", Raw(0, 1, 0x10), Raw(0, 1, 2) },
        { "262145 bytes on channel 1", Frames.Of(MuxFrameType.Data, MuxMarks.None, 1, 262145), Frames.Data(1, 262144) },
        { "4294967295 bytes", Frames.Of(MuxFrameType.Data, MuxMarks.None, 1, uint.MaxValue), Frames.Data(1, 1) },
        { "never opened", Frames.Data(3, 1), Frames.Data(3, 1, MuxMarks.Syn) },
        { "never opened", Frames.Data(2, 1), Frames.Data(1, 1) },
        { "never opened", Frames.Data(0, 1), Frames.Data(1, 1) },
        { "a new channel 1", Frames.Open(1), Frames.Open(3) },
        { "a new channel 4", Frames.Open(4), Frames.Open(5) },
        { "a new channel 0", Frames.Open(0), Frames.Open(7) },
        {
            "after its end",
            [.. Frames.Data(1, 0, MuxMarks.Fin), .. Frames.Data(1, 1)],
            [.. Frames.Data(1, 1), .. Frames.Data(1, 0, MuxMarks.Fin)]
        },
        { "a Ping frame for channel 1", Frames.Of(MuxFrameType.Ping, MuxMarks.Syn, 1, 0), Frames.Ping(0) },
        { "a ping with flags 0x4", Frames.Of(MuxFrameType.Ping, MuxMarks.Fin, 0, 0), Frames.Of(MuxFrameType.Ping, MuxMarks.Ack, 0, 0) },
        {
            "a GoAway frame for channel 1",
            Frames.Of(MuxFrameType.GoAway, MuxMarks.None, 1, 0),
            Frames.Of(MuxFrameType.GoAway, MuxMarks.None, 0, 0)
        },
        { "credit of", Frames.Credit(1, uint.MaxValue), Frames.Credit(1, 1 << 30) },
        { "pings without reading", Frames.Repeat(_ => Frames.Ping(0), 65), Frames.Repeat(_ => Frames.Ping(0), 64) },
        { "that carry nothing", Frames.Repeat(_ => Frames.Credit(1, 1), 10_001), Frames.Repeat(_ => Frames.Credit(1, 1), 9_000) },
        { "which is closed", ResetThen(262_145), ResetThen(262_144) },
    };

    [Theory]
    [MemberData(nameof(Breaches))]
    public void Receive_Breach_FailsOnceAndItsNeighbourDoesNot(string said, byte[] breach, byte[] allowed)
    {
        var failure = Assert.Throws<WireException>(() => _session.Receive(breach));
        var neighbour = MuxSessionTests.Make(MuxRole.Server, new MuxOptions(), new RecordingHandler());
        neighbour.Receive(Frames.Open(1));
        neighbour.Receive(allowed);

        Assert.Equal(WireFailure.Protocol, failure.Failure);
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Receive_MillionChannels_FailsAfterTheLimitWithBoundedMemory()
    {
        var opened = 0;
        var failure = Assert.Throws<WireException>(() =>
        {
            for (var id = 3u; id < 2_000_000; id += 2)
            {
                _session.Receive(Frames.Open(id));
                opened++;
                Assert.InRange(_session.PendingBytes, 0, 320 * 1024);
            }
        });

        Assert.Equal(WireFailure.Protocol, failure.Failure);
        Assert.InRange(opened, 1000, 3000);
        Assert.Equal(1024, _session.ChannelCount);
    }

    [Fact]
    public void Receive_PeerNeverReadsReplies_FailsWithBoundedMemory()
    {
        var session = MuxSessionTests.Make(MuxRole.Server, new MuxOptions { MaxQueuedPongs = int.MaxValue }, new RecordingHandler());
        var ping = Frames.Ping(0);

        var failure = Assert.Throws<WireException>(() =>
        {
            for (var count = 0; count < 1_000_000; count++)
            {
                session.Receive(ping);
            }
        });

        Assert.Contains("stopped reading", failure.Message, StringComparison.Ordinal);
        Assert.InRange(session.PendingBytes, 1, 320 * 1024);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Receive_RandomBytes_FailsAsProtocolAndNothingElse(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 5_000; round++)
        {
            var bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            Feed(bytes, random);
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public void Receive_ValidFramesMutated_FailsAsProtocolAndNothingElse(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 5_000; round++)
        {
            var bytes = ValidTalk(random);
            for (var change = random.Next(0, 4); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Feed(bytes, random);
        }
    }

    private static void Feed(byte[] bytes, Random random)
    {
        var handler = new RecordingHandler { Consumes = random.Next(2) == 0, Accepts = random.Next(4) != 0 };
        var session = MuxSessionTests.Make(MuxRole.Server, new MuxOptions(), handler);
        try
        {
            for (var offset = 0; offset < bytes.Length;)
            {
                var size = Math.Min(random.Next(1, 40), bytes.Length - offset);
                session.Receive(bytes.AsSpan(offset, size));
                offset += size;
            }
        }
        catch (WireException failure)
        {
            Assert.Equal(WireFailure.Protocol, failure.Failure);
        }

        Assert.InRange(session.PendingBytes, 0, 320 * 1024);
        Assert.InRange(handler.Bytes.Count, 0, bytes.Length);
    }

    private static byte[] ValidTalk(Random random)
    {
        var bytes = new List<byte>();
        for (var id = 1u; id < 20; id += 2)
        {
            bytes.AddRange(Frames.Open(id));
            bytes.AddRange(Frames.Data(id, random.Next(0, 30)));
            bytes.AddRange(random.Next(3) switch
            {
                0 => Frames.Data(id, 0, MuxMarks.Fin),
                1 => Frames.Of(MuxFrameType.WindowUpdate, MuxMarks.Rst, id, 0),
                _ => Frames.Of(MuxFrameType.Ping, MuxMarks.Syn, 0, id),
            });
        }

        return [.. bytes];
    }

    private static byte[] Raw(byte version, byte type, ushort flags) =>
        [version, type, (byte)(flags >> 8), (byte)flags, 0, 0, 0, 1, 0, 0, 0, 0];

    /// <summary>Channel 1 given up by the peer itself, which then goes on sending.</summary>
    private static byte[] ResetThen(int bytes) => [.. Frames.Of(MuxFrameType.WindowUpdate, MuxMarks.Rst, 1, 0), .. Frames.Data(1, bytes)];
}
