using SkillHost.Wire;
using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Tests.Wire;

public sealed class HostileUsageTests : IAsyncLifetime, IDisposable
{
    private const uint Session = 1;
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));
    private readonly HostilePeer _peer = new();

    public static TheoryData<bool, string, byte[]> Breaches => new()
    {
        { false, "a usage that nobody asked for", Usage(0) },
        { true, "a usage of 3 bytes", [0, 0, 0, 3, (byte)ProcessMessage.Usage, 0, 0] },
        { true, "a negative figure", Usage(-1) },
    };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _peer.DisposeAsync();

    public void Dispose() => _limit.Dispose();

    [Theory]
    [MemberData(nameof(Breaches))]
    public async Task Connection_PeerTellsUsageThatFitsNothing_EverythingFails(bool asked, string said, byte[] message)
    {
        _peer.KeepReading();
        Task<UsageSoFar>? asking = asked ? _peer.Connection.GetUsageAsync(_limit.Token) : null;

        await _peer.SendAsync(Framed(message));

        var failure = await Assert.ThrowsAsync<WireException>(() => _peer.Connection.Completion.WaitAsync(_limit.Token));
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        if (asking is not null)
        {
            await Assert.ThrowsAsync<WireException>(() => asking.WaitAsync(_limit.Token));
        }
    }

    [Fact]
    public async Task Connection_PeerTellsUsageThatWasAskedFor_IsGiven()
    {
        _peer.KeepReading();
        Task<UsageSoFar> asking = _peer.Connection.GetUsageAsync(_limit.Token);

        await _peer.SendAsync(Framed(Usage(7)));

        Assert.Equal(new UsageSoFar(7, 8, 9), await asking.WaitAsync(_limit.Token));
        Assert.False(_peer.Connection.Completion.IsCompleted);
    }

    private static byte[] Usage(int kills)
    {
        var message = new byte[MessageReader.PrefixBytes + UsageMessage.Size];
        UsageMessage.Write(message, token: 0, kills, 8, 9);
        return message;
    }

    private static byte[] Framed(byte[] message)
    {
        var frame = Frames.Data(Session, message.Length);
        message.CopyTo(frame, MuxFrame.HeaderBytes);
        return frame;
    }
}
