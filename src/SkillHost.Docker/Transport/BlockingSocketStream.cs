using System.Net.Sockets;

namespace SkillHost.Docker.Transport;

/// <summary>
/// A local socket that the platform's asynchronous machinery has never seen and must not see: once it has, every piece that arrives wakes
/// its thread, whoever reads. Reads block; writes block only on a thread of their own, where the peer does not take them.
/// </summary>
internal sealed class BlockingSocketStream(Socket socket) : Stream
{
    // A local socket that can be written takes this much at once.
    private const int PieceBytes = 32 * 1024;
    private const int PollMicroseconds = 100_000;

    private BlockingWriter? _writer;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return socket.Receive(buffer);
        }
        catch (SocketException fault)
        {
            throw new IOException("the local socket could not be read", fault);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <summary>Costs a thread while it waits. After a cancellation the stream can only be disposed of.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await OnThread(() => Read(buffer.Span), cancellationToken).WaitAsync(cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Writes on this thread what the peer takes at once, and the rest on a thread kept for that.</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            if (!socket.Poll(0, SelectMode.SelectWrite))
            {
                return new ValueTask((_writer ??= new BlockingWriter(Send)).WriteAsync(buffer, cancellationToken));
            }

            buffer = buffer[SendPiece(buffer.Span)..];
        }

        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("a blocking socket is written asynchronously");

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            try
            {
                // Whoever blocks in a read comes back.
                socket.Shutdown(SocketShutdown.Both);
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
            {
                // The peer was quicker.
            }

            socket.Dispose();
            _writer?.Dispose();
        }

        base.Dispose(disposing);
    }

    private static Task<T> OnThread<T>(Func<T> wait, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(wait, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Send(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (socket.Poll(PollMicroseconds, SelectMode.SelectWrite))
            {
                buffer = buffer[SendPiece(buffer.Span)..];
            }
        }
    }

    private int SendPiece(ReadOnlySpan<byte> buffer)
    {
        try
        {
            return socket.Send(buffer[..Math.Min(buffer.Length, PieceBytes)]);
        }
        catch (SocketException fault)
        {
            throw new IOException("the local socket could not be written", fault);
        }
    }
}
