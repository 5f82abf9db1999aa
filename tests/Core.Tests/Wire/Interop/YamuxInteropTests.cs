using SkillHost.Wire.Multiplexing;

namespace SkillHost.Tests.Wire.Interop;

public sealed class YamuxInteropTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));

    public void Dispose() => _limit.Dispose();

    [SkippableTheory]
    [InlineData(MuxOptions.InitialWindowBytes)]
    [InlineData(1024 * 1024)]
    public async Task Client_AgainstAnotherImplementation_EveryChannelComesBackUnchanged(int window)
    {
        await using var peer = InteropPeer.Start("server");
        var options = new MuxConnectionOptions { Limits = new MuxOptions { ReceiveWindowBytes = window } };
        await using var connection = new MuxConnection(peer.Transport, MuxRole.Client, options);

        await connection.PingAsync(_limit.Token);
        await Task.WhenAll(Enumerable.Range(1, 8).Select(seed => ExchangeAsync(connection, seed, seed * 400_000)));

        Assert.False(connection.Completion.IsCompleted);
        Assert.Equal(0, connection.ChannelCount);
    }

    [SkippableFact]
    public async Task Server_AgainstAnotherImplementation_EveryChannelIsSentBack()
    {
        await using var peer = InteropPeer.Start("client", "8", "2000000");
        var accepted = 0;
        await using var connection = new MuxConnection(peer.Transport, MuxRole.Server, new MuxConnectionOptions
        {
            Accept = stream =>
            {
                Interlocked.Increment(ref accepted);
                _ = Task.Run(() => EchoAsync(stream));
            },
        });

        var errors = await peer.Errors.WaitAsync(_limit.Token);

        Assert.Equal("ok 8\n", errors);
        Assert.Equal(8, accepted);
    }

    [SkippableFact]
    public async Task Server_PeerOpensWhatNobodyAccepts_PeerIsToldAndSessionLives()
    {
        await using var peer = InteropPeer.Start("client", "1", "1000");
        await using var connection = new MuxConnection(peer.Transport, MuxRole.Server);

        var errors = await peer.Errors.WaitAsync(_limit.Token);

        Assert.Contains("reset", errors, StringComparison.OrdinalIgnoreCase);
    }

    private async Task ExchangeAsync(MuxConnection connection, int seed, int size)
    {
        var data = new byte[size];
        new Random(seed).NextBytes(data);
        await using var stream = connection.Open();

        var writing = Task.Run(async () =>
        {
            await stream.WriteAsync(data, _limit.Token);
            stream.End();
        });
        using var echoed = new MemoryStream();
        await stream.CopyToAsync(echoed, _limit.Token);
        await writing;

        Assert.True(data.AsSpan().SequenceEqual(echoed.ToArray()));
    }

    private async Task EchoAsync(MuxStream stream)
    {
        await stream.CopyToAsync(stream, _limit.Token);
        stream.End();
    }
}
