using SkillHost.Wire;
using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Tests.Wire;

public sealed class HostilePeerTests : IAsyncLifetime, IDisposable
{
    private static readonly ProcessStart _any = new() { Arguments = ["x"] };

    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));
    private readonly HostilePeer _peer = new();

    public static TheoryData<string, byte[]> Breaches => new()
    {
        { "frame version 255", Enumerable.Repeat((byte)255, 100).ToArray() },
        { "2000000000 bytes on channel 5", Frames.Of(MuxFrameType.Data, MuxMarks.None, HostilePeer.Output, 2_000_000_000) },
        { "a message of 4294967295 bytes", Control([255, 255, 255, 255]) },
        { "a message of 0 bytes", Control([0, 0, 0, 0]) },
        { "message 99 of 1 bytes", Control([0, 0, 0, 1, 99]) },
        { "message 32 of 5 bytes", Control([0, 0, 0, 5, 32, 0, 0, 0, 9]) },
        { "an exit of 2 bytes", Control([0, 0, 0, 2, 34, 0]) },
        { "a negative figure", Control([0, 0, 0, ExitMessage.Size, 34, 0, .. Enumerable.Repeat((byte)255, ExitMessage.Size - 2)]) },
        { "gave up the session", Frames.Of(MuxFrameType.GoAway, MuxMarks.None, 0, 1) },
        { "channels that nobody asked for", Frames.Repeat(id => Frames.Open((uint)(id + 1) * 2), 5_000) },
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _peer.DisposeAsync();

    public void Dispose() => _limit.Dispose();

    [Theory]
    [MemberData(nameof(Breaches))]
    public async Task Connection_PeerBreaksTheProtocol_EverythingFailsWithThatOneFailure(string said, byte[] breach)
    {
        _peer.KeepReading();
        await using var process = await _peer.StartAsync();
        var reading = process.Output.ReadAsync(new byte[10], _limit.Token).AsTask();

        await _peer.SendAsync(breach);
        await _peer.SendAsync(Frames.Of(MuxFrameType.GoAway, MuxMarks.None, 7, 7));

        var failure = await Assert.ThrowsAsync<WireException>(() => _peer.Connection.Completion.WaitAsync(_limit.Token));
        Assert.Equal(WireFailure.Protocol, failure.Failure);
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        Assert.Same(failure, await Assert.ThrowsAsync<WireException>(() => process.Exited));
        Assert.Same(failure, await Assert.ThrowsAsync<WireException>(() => reading));
        Assert.Same(failure, await Assert.ThrowsAsync<WireException>(() => process.Input.WriteAsync(new byte[1], _limit.Token).AsTask()));
        Assert.Same(failure, await Assert.ThrowsAsync<WireException>(() => _peer.Connection.StartAsync(_any, _limit.Token)));
    }

    [Fact]
    public async Task Connection_PeerKeepsTheProtocol_ProcessRunsToItsEnd()
    {
        _peer.KeepReading();
        await using var process = await _peer.StartAsync();

        await _peer.SendAsync(Frames.Data(HostilePeer.Output, 3), Frames.Data(HostilePeer.Output, 0, MuxMarks.Fin));
        await _peer.TellAsync(ProcessMessage.Exited, [0, 0, 0, 0, 7, .. new byte[ExitMessage.Size - 6]]);
        var exit = await process.Exited.WaitAsync(_limit.Token);
        var count = await process.Output.ReadAsync(new byte[10], _limit.Token);

        Assert.Equal(7, exit.ExitCode);
        Assert.Equal(3, count);
        Assert.Equal(0, await process.Output.ReadAsync(new byte[10], _limit.Token));
        Assert.False(_peer.Connection.Completion.IsCompleted);
    }

    [Fact]
    public async Task Connection_PeerOpensAChannel_IsRefusedAndSessionLives()
    {
        _peer.KeepReading();
        await _peer.SendAsync(Frames.Open(2), Frames.Data(2, 1000));

        await using var process = await _peer.StartAsync();

        Assert.False(_peer.Connection.Completion.IsCompleted);
    }

    [Fact]
    public async Task Connection_PeerEnds_EverythingFailsAsEnded()
    {
        _peer.KeepReading();
        await using var process = await _peer.StartAsync();

        await _peer.EndAsync();

        var failure = await Assert.ThrowsAsync<WireException>(() => process.Exited.WaitAsync(_limit.Token));
        Assert.Equal(WireFailure.Ended, failure.Failure);
        Assert.Same(failure, await Assert.ThrowsAsync<WireException>(() => _peer.Connection.Completion));
    }

    [Fact]
    public async Task Connection_PeerStopsReading_WriterWaitsWithBoundedMemoryAndOutputStillArrives()
    {
        await using var process = await _peer.StartAsync();
        var writing = process.Input.WriteAsync(new byte[50_000_000], _limit.Token).AsTask();

        await _peer.SendAsync(
            Frames.Of(MuxFrameType.WindowUpdate, MuxMarks.None, HostilePeer.Input, 100_000_000), Frames.Data(HostilePeer.Output, 5));
        var count = await process.Output.ReadAsync(new byte[10], _limit.Token);

        Assert.Equal(5, count);
        Assert.False(writing.IsCompleted);
        Assert.InRange(_peer.Connection.PendingBytes, 1, 640 * 1024);
        await _peer.Connection.DisposeAsync();
        await Assert.ThrowsAsync<WireException>(() => writing);
    }

    [Fact]
    public async Task Connection_PeerStopsReadingAndPings_FailsWithBoundedMemory()
    {
        await using var process = await _peer.StartAsync();
        var writing = process.Input.WriteAsync(new byte[50_000_000], _limit.Token).AsTask();

        await _peer.SendAsync(Frames.Repeat(value => Frames.Of(MuxFrameType.Ping, MuxMarks.Syn, 0, (uint)value), 20_000));

        var failure = await Assert.ThrowsAsync<WireException>(() => _peer.Connection.Completion.WaitAsync(_limit.Token));
        Assert.Contains("pings without reading", failure.Message, StringComparison.Ordinal);
        Assert.InRange(_peer.Connection.PendingBytes, 1, 640 * 1024);
        Assert.Same(failure, await Assert.ThrowsAsync<WireException>(() => writing));
    }

    [Fact]
    public async Task Connection_ReaderIsSlow_PeerMayNotSendMoreThanTheWindow()
    {
        _peer.KeepReading();
        await using var process = await _peer.StartAsync();

        await _peer.SendAsync(Frames.Repeat(_ => Frames.Data(HostilePeer.Output, 64 * 1024), 16));
        var first = await process.Output.ReadAsync(new byte[1], _limit.Token);
        await _peer.SendAsync(Frames.Data(HostilePeer.Output, 2));

        var failure = await Assert.ThrowsAsync<WireException>(() => _peer.Connection.Completion.WaitAsync(_limit.Token));
        Assert.Equal(1, first);
        Assert.Contains("2 bytes on channel 5, wanted at most 0", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Connection_RandomFramesOnKnownChannels_EndsInOneFailure(int seed)
    {
        _peer.KeepReading();
        await using var process = await _peer.StartAsync();
        var random = new Random(seed);

        for (var count = 0; count < 20_000 && !_peer.Connection.Completion.IsCompleted; count++)
        {
            var payload = random.Next(0, 20);
            var type = (MuxFrameType)random.Next(0, 4);
            var marks = (MuxMarks)random.Next(0, 16);
            await _peer.SendAsync(Frames.Of(type, marks, (uint)random.Next(0, 12), (uint)payload, payload));
        }

        var failure = await Assert.ThrowsAsync<WireException>(() => _peer.Connection.Completion.WaitAsync(_limit.Token));
        Assert.NotEqual(WireFailure.CannotStart, failure.Failure);
        await Assert.ThrowsAsync<WireException>(() => process.Exited);
    }

    [Fact]
    public async Task Start_Cancelled_GivesTheProcessUp()
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(_limit.Token);
        var starting = _peer.Connection.StartAsync(new ProcessStart { Arguments = ["x"] }, cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting);
        Assert.False(_peer.Connection.Completion.IsCompleted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public async Task Start_ArgumentNoProcessCanBeGiven_IsRefusedBeforeAnythingIsSent(string program)
    {
        await Assert.ThrowsAsync<ArgumentException>(
            () => _peer.Connection.StartAsync(new ProcessStart { Arguments = [program] }, _limit.Token));
        await Assert.ThrowsAsync<ArgumentException>(() => _peer.Connection.StartAsync(
            new ProcessStart { Arguments = ["x"], Environment = new Dictionary<string, string> { ["A=B"] = "" } }, _limit.Token));
    }

    private static byte[] Control(byte[] body)
    {
        var frame = Frames.Data(HostilePeer.Control, body.Length);
        body.CopyTo(frame, MuxFrame.HeaderBytes);
        return frame;
    }
}
