using SkillHost.Wire;
using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Tests.Wire;

/// <summary>A peer that speaks of a line out of turn.</summary>
public sealed class HostileLineTests : IAsyncLifetime, IDisposable
{
    private const uint Session = 1;
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));
    private readonly HostilePeer _peer = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _peer.DisposeAsync();

    public void Dispose() => _limit.Dispose();

    [Theory]
    [InlineData(ProcessMessage.Line, 7)]
    [InlineData(ProcessMessage.LineTaken, 0)]
    [InlineData(ProcessMessage.LineTaken, 1)]
    public async Task Connection_PeerAnswersWhatNobodyAsked_EverythingFails(ProcessMessage message, int number)
    {
        _peer.KeepReading();

        await _peer.SendAsync(Framed(message, number));

        var failure = await Assert.ThrowsAsync<WireException>(() => _peer.Connection.Completion.WaitAsync(_limit.Token));
        Assert.Contains("nobody asked for", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_PeerMovesToALineThatWasRefused_EverythingFails()
    {
        _peer.KeepReading();
        Task refusing = _peer.Connection.TakeLineAsync(null, _limit.Token);

        await _peer.SendAsync(Framed(ProcessMessage.LineTaken, 1));

        await Assert.ThrowsAsync<WireException>(() => refusing.WaitAsync(_limit.Token));
        await Assert.ThrowsAsync<WireException>(() => _peer.Connection.Completion.WaitAsync(_limit.Token));
    }

    [Fact]
    public async Task Connection_PeerAnswersWhatWasAsked_NumberIsGiven()
    {
        _peer.KeepReading();
        Task<int> asking = _peer.Connection.AskLineAsync(_limit.Token);

        await _peer.SendAsync(Framed(ProcessMessage.Line, 7));

        Assert.Equal(7, await asking.WaitAsync(_limit.Token));
        Assert.False(_peer.Connection.Completion.IsCompleted);
    }

    private static byte[] Framed(ProcessMessage kind, int number)
    {
        byte[] message = [0, 0, 0, 5, (byte)kind, 0, 0, 0, (byte)number];
        var frame = Frames.Data(Session, message.Length);
        message.CopyTo(frame, MuxFrame.HeaderBytes);
        return frame;
    }
}
