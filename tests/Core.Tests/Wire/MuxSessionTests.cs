using SkillHost.Wire.Multiplexing;

namespace SkillHost.Tests.Wire;

public sealed class MuxSessionTests
{
    private readonly RecordingHandler _host = new();
    private readonly RecordingHandler _init = new();
    private readonly MuxSession _client;
    private readonly MuxSession _server;

    public MuxSessionTests()
    {
        _client = Make(MuxRole.Client, new MuxOptions(), _host);
        _server = Make(MuxRole.Server, new MuxOptions(), _init);
    }

    [Fact]
    public void Open_ClientAndServer_UseOddAndEvenIds()
    {
        Assert.Equal([1u, 3u], [_client.Open(null).Id, _client.Open(null).Id]);
        Assert.Equal([2u, 4u], [_server.Open(null).Id, _server.Open(null).Id]);
    }

    [Fact]
    public void Open_ThenSendAndEnd_PeerHearsAllInOrder()
    {
        var channel = _client.Open(null);
        _client.Send(channel, "hello"u8);
        _client.End(channel);

        Deliver(_client, _server);

        Assert.Equal(["open 1", "end 1"], _init.Events);
        Assert.Equal("hello"u8.ToArray(), _init.Bytes);
        Assert.False(channel.Closed);
        Assert.Equal(1, _server.ChannelCount);
    }

    [Fact]
    public void End_FromBothSides_ForgetsTheChannel()
    {
        var channel = _client.Open(null);
        _client.End(channel);
        Deliver(_client, _server);

        _server.End(_init.Opened[0]);
        Deliver(_server, _client);

        Assert.True(channel.Closed);
        Assert.Equal(0, _client.ChannelCount);
        Assert.Equal(0, _server.ChannelCount);
    }

    [Fact]
    public void Send_MoreThanTheWindow_StopsAtTheWindowAndGoesOnWithCredit()
    {
        var client = Make(MuxRole.Client, new MuxOptions { OutputBytes = 1 << 20 }, _host);
        var channel = client.Open(null);

        var sent = client.Send(channel, new byte[MuxOptions.InitialWindowBytes + 1]);

        Assert.Equal(MuxOptions.InitialWindowBytes, sent);
        Deliver(client, _server);
        Deliver(_server, client);
        Assert.Equal(1, client.Send(channel, new byte[1]));
    }

    [Fact]
    public void Send_OutputFull_TakesNoMore()
    {
        var client = Make(MuxRole.Client, new MuxOptions { OutputBytes = 1000 }, _host);
        var channel = client.Open(null);

        var sent = client.Send(channel, new byte[5000]);

        Assert.InRange(sent, 1, 1000);
        Assert.InRange(client.PendingBytes, sent, 1000);
    }

    [Fact]
    public void ReceiveWindow_LargerThanTheSpecificationsFirst_IsToldWithTheOpening()
    {
        var client = Make(MuxRole.Client, new MuxOptions { ReceiveWindowBytes = 1 << 20 }, _host);
        client.Open(null);

        Deliver(client, _server);

        Assert.Equal(1 << 20, _init.Opened[0].SendWindow);
    }

    [Fact]
    public void Reset_DataAlreadyUnderWay_IsDroppedQuietly()
    {
        var channel = _client.Open(null);
        Deliver(_client, _server);
        _client.Send(channel, new byte[1000]);
        _server.Reset(_init.Opened[0]);

        Deliver(_client, _server);
        Deliver(_server, _client);

        Assert.Empty(_init.Bytes);
        Assert.Equal(["reset 1"], _host.Events);
        Assert.True(channel.Closed);
    }

    [Fact]
    public void Ping_Answered_BringsTheValueBack()
    {
        _client.Ping(77);
        Deliver(_client, _server);
        Deliver(_server, _client);

        Assert.Equal(["pong 77"], _host.Events);
    }

    [Fact]
    public void Opening_Refused_ResetsTheChannelAtThePeer()
    {
        var server = Make(MuxRole.Server, new MuxOptions(), new RecordingHandler { Accepts = false });
        var channel = _client.Open(null);
        _client.Send(channel, new byte[100]);

        Deliver(_client, server);
        Deliver(server, _client);

        Assert.True(channel.Closed);
        Assert.Equal(["reset 1"], _host.Events);
    }

    [Fact]
    public void Receive_SplitAtEveryByte_MeansTheSame()
    {
        var channel = _client.Open(null);
        _client.Send(channel, "ab"u8);
        _client.Ping(5);
        _client.Send(channel, "c"u8);
        _client.End(channel);
        var bytes = _client.PendingOutput.ToArray();

        for (var split = 0; split <= bytes.Length; split++)
        {
            var handler = new RecordingHandler();
            var server = Make(MuxRole.Server, new MuxOptions(), handler);
            server.Receive(bytes.AsSpan(0, split));
            server.Receive(bytes.AsSpan(split));

            Assert.Equal(["open 1", "end 1"], handler.Events);
            Assert.Equal("abc"u8.ToArray(), handler.Bytes);
        }
    }

    internal static MuxSession Make(MuxRole role, MuxOptions options, RecordingHandler handler)
    {
        var session = new MuxSession(role, options, handler);
        handler.Session = session;
        return session;
    }

    private static void Deliver(MuxSession from, MuxSession to)
    {
        to.Receive(from.PendingOutput);
        from.Sent(from.PendingBytes);
    }
}
