using System.Net.Sockets;
using SkillHost.Docker.Transport;

namespace SkillHost.Core.Tests.Docker;

/// <summary>A local socket that is written by a thread of its own once its buffer is full.</summary>
public sealed class BlockingStreamTests
{
    [Fact]
    public async Task Write_ToASocketThatWasFull_ArrivesWholeAndDisposingTwiceIsDisposingOnce()
    {
        string path = Path.Combine(Path.GetTempPath(), $"skillhost-{Guid.NewGuid():n}.sock");
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        Socket near = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await near.ConnectAsync(new UnixDomainSocketEndPoint(path));
        using Socket far = await listener.AcceptAsync();
        File.Delete(path);
        BlockingSocketStream stream = new(near);
        byte[] sent = new byte[4 << 20];
        Random.Shared.NextBytes(sent);

        Task writing = stream.WriteAsync(sent).AsTask();
        bool waited = !writing.IsCompleted;
        byte[] arrived = new byte[sent.Length];
        for (int filled = 0; filled < arrived.Length;)
        {
            filled += await far.ReceiveAsync(arrived.AsMemory(filled));
        }

        await writing;
        stream.Dispose();
        stream.Dispose();

        Assert.True(waited);
        Assert.Equal(sent, arrived);
    }
}
