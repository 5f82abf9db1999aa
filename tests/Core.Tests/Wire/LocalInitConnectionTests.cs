using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using SkillHost.Wire;
using SkillHost.Wire.Connections;
using SkillHost.Wire.Multiplexing;

namespace SkillHost.Tests.Wire;

/// <summary>Connections made to process 1, which here listens on this machine's own loopback.</summary>
public sealed class LocalInitConnectionTests : IAsyncLifetime, IDisposable
{
    private static readonly IPAddress Here = new([127, 79, (byte)Random.Shared.Next(1, 255), (byte)Random.Shared.Next(1, 255)]);

    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));
    private readonly LocalInit _init = new();
    private readonly BlockingCollection<(uint Entry, MuxStream Stream)> _taken = [];
    private readonly BlockingCollection<string> _refused = [];
    private InitConnection _connection = null!; // made before every test

    private static uint Number => (uint)IPAddress.NetworkToHostOrder(BitConverter.ToInt32(Here.GetAddressBytes()));

    public Task InitializeAsync()
    {
        _connection = new InitConnection(_init.Transport, new InitConnectionOptions
        {
            Connected = (entry, stream) => _taken.Add((entry, stream)),
            NameRefused = _refused.Add,
        });
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _init.DisposeAsync();
    }

    public void Dispose()
    {
        _limit.Dispose();
        _taken.Dispose();
        _refused.Dispose();
    }

    [Fact]
    public async Task Listen_Again_KeepsWhatIsInBothAndClosesTheRest()
    {
        await _connection.ListenAsync(Table(21001, 21002), _limit.Token);
        using Socket first = await ConnectAsync(21001);
        Assert.Equal(21001u, Take().Entry);

        await _connection.ListenAsync(Table(21001, 21003), _limit.Token);
        await _connection.PingAsync(_limit.Token);

        using Socket second = await ConnectAsync(21001);
        using Socket third = await ConnectAsync(21003);
        Assert.Equal([21001u, 21003u], new[] { Take().Entry, Take().Entry });
        Assert.Equal(
            SocketError.ConnectionRefused, (await Assert.ThrowsAsync<SocketException>(() => ConnectAsync(21002))).SocketErrorCode);
    }

    [Fact]
    public async Task Connection_HostResetsIt_TheClientSeesAReset()
    {
        await _connection.ListenAsync(Table(21011), _limit.Token);
        using Socket client = await ConnectAsync(21011);

        await Take().Stream.DisposeAsync();

        SocketException seen = await Assert.ThrowsAsync<SocketException>(() => client.ReceiveAsync(new byte[1], SocketFlags.None));
        Assert.Equal(SocketError.ConnectionReset, seen.SocketErrorCode);
    }

    [Fact]
    public async Task Connection_ClientResetsIt_TheHostSeesAReset()
    {
        await _connection.ListenAsync(Table(21021), _limit.Token);
        Socket client = await ConnectAsync(21021);
        MuxStream stream = Take().Stream;

        client.Close(0);

        WireException seen = await Assert.ThrowsAsync<WireException>(() => stream.ReadAsync(new byte[1], _limit.Token).AsTask());
        Assert.Equal(WireFailure.Reset, seen.Failure);
    }

    [Fact]
    public async Task Connection_EachHalf_EndsByItself()
    {
        await _connection.ListenAsync(Table(21031), _limit.Token);
        using Socket client = await ConnectAsync(21031);
        await using MuxStream stream = Take().Stream;

        stream.End();
        Assert.Equal(0, await client.ReceiveAsync(new byte[1], SocketFlags.None));
        await client.SendAsync("late"u8.ToArray());
        client.Shutdown(SocketShutdown.Send);

        byte[] late = new byte[4];
        await stream.ReadExactlyAsync(late, _limit.Token);
        Assert.Equal("late"u8.ToArray(), late);
        Assert.Equal(0, await stream.ReadAsync(new byte[1], _limit.Token));
    }

    [Fact]
    public async Task Connections_MoreThanAreCarried_WaitAndAreTakenLater()
    {
        await _connection.ListenAsync(Table(21041), _limit.Token);
        List<Socket> clients = [];
        for (int i = 0; i < InitFacts.MaxConnections + 20; i++)
        {
            clients.Add(await ConnectAsync(21041));
        }

        MuxStream[] first = [.. Enumerable.Range(0, InitFacts.MaxConnections).Select(_ => Take().Stream)];
        await _connection.PingAsync(_limit.Token);
        Assert.False(_taken.TryTake(out _));
        foreach (MuxStream stream in first)
        {
            await stream.DisposeAsync();
        }

        for (int i = 0; i < 20; i++)
        {
            await Take().Stream.DisposeAsync();
        }

        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Listen_WhereSomebodyElseDoes_EndsEverything()
    {
        using TcpListener other = new(Here, 21051);
        other.Start();

        await _connection.ListenAsync(Table(21051), _limit.Token);

        await Assert.ThrowsAsync<WireException>(() => _connection.Completion.WaitAsync(_limit.Token));
        Assert.Contains("cannot take connections for entry 21051", await _init.LastWord, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_OfTheTable_AreAnsweredAndOthersReported()
    {
        await _connection.ListenAsync(Table(21061) with { NameServerPort = 21062 }, _limit.Token);
        await _connection.PingAsync(_limit.Token);

        Assert.Equal(Here.GetAddressBytes(), (await AskAsync(Question("e21061.test")))![^4..]);
        Assert.Equal(Here.GetAddressBytes(), (await AskAsync(Question("E21061.TEST")))![^4..]);
        Assert.Equal([127, 0, 0, 1], (await AskAsync(Question("localhost")))![^4..]);
        Assert.Equal(0, (await AskAsync(Question("e21061.test", type: 28)))![3] & 15);
        Assert.Equal(3, (await AskAsync(Question("evil.test")))![3] & 15);
        Assert.Equal("evil.test", _refused.Take(_limit.Token));
    }

    [Fact]
    public async Task Names_HostileQuestions_ChangeNothing()
    {
        await _connection.ListenAsync(Table(21071) with { NameServerPort = 21072 }, _limit.Token);
        await _connection.PingAsync(_limit.Token);
        Random random = new(3);
        byte[] right = Question("e21071.test");
        using UdpClient client = new(new IPEndPoint(IPAddress.Loopback, 0));
        for (int round = 0; round < 5000; round++)
        {
            byte[] bytes = [.. right, .. new byte[random.Next(600)]];
            for (int change = random.Next(8); change > 0; change--)
            {
                bytes[random.Next(right.Length)] = (byte)random.Next(256);
            }

            await client.SendAsync(bytes.AsMemory(0, random.Next(bytes.Length)), new IPEndPoint(Here, 21072), _limit.Token);
        }

        Assert.Equal(Here.GetAddressBytes(), (await AskAsync(right, 21072))![^4..]);
        Assert.False(_connection.Completion.IsCompleted);
    }

    private static ListenTable Table(params ushort[] ports) =>
        new([.. ports.Select(port => new ListenEntry(port, Number, port, $"e{port}.test"))])
        {
            NameServerAddress = Number,
            NameServerPort = 0,
        };

    private static byte[] Question(string name, byte type = 1) =>
    [
        7, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0,
        .. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. System.Text.Encoding.ASCII.GetBytes(label)]),
        0, 0, type, 0, 1,
    ];

    private async Task<byte[]?> AskAsync(byte[] question, int port = 21062)
    {
        using UdpClient client = new(new IPEndPoint(IPAddress.Loopback, 0));
        await client.SendAsync(question, new IPEndPoint(Here, port), _limit.Token);
        byte[] answer = (await client.ReceiveAsync(_limit.Token)).Buffer;
        Assert.Equal(question[..2], answer[..2]);
        return answer;
    }

    private async Task<Socket> ConnectAsync(int port)
    {
        // Process 1 has read the table once it has answered.
        await _connection.PingAsync(_limit.Token);
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(Here, port), _limit.Token);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private (uint Entry, MuxStream Stream) Take() => _taken.Take(_limit.Token);
}
