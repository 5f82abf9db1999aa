using System.Net.Sockets;

namespace SkillHost.Docker.Streams;

/// <summary>Reads are a container's standard output, writes its standard input. One reader and one writer at a time.</summary>
internal sealed class AttachedStream : Stream
{
    private const int BufferBytes = 64 * 1024;

    private readonly Stream _line;
    private readonly FrameDemultiplexer _frames;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _start;
    private int _end;

    public AttachedStream(Stream line, ReadOnlySpan<byte> leftover, ErrorTail errors)
    {
        _line = line;
        _frames = new FrameDemultiplexer(errors);
        leftover.CopyTo(_buffer);
        _end = leftover.Length;
    }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var taken = _frames.Take(_buffer.AsSpan(_start.._end), buffer.Span, out var consumed);
            _start += consumed;
            if (taken > 0)
            {
                return taken;
            }

            // Everything buffered is used up here, so a large payload can go past the buffer.
            var direct = (int)Math.Min(_frames.OutputRemaining, (uint)buffer.Length);
            var target = direct >= BufferBytes ? buffer[..direct] : _buffer;
            var count = await ReadLineAsync(target, cancellationToken);
            if (count == 0)
            {
                return 0;
            }

            if (direct >= BufferBytes)
            {
                _frames.Skip(count);
                return count;
            }

            (_start, _end) = (0, count);
        }

        return 0;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _line.WriteAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => _line.FlushAsync(cancellationToken);

    public override void Flush() => _line.Flush();

    public override void Write(byte[] buffer, int offset, int count) => _line.Write(buffer, offset, count);

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("an attached stream is read asynchronously");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _line.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadLineAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        try
        {
            return await _line.ReadAsync(target, cancellationToken);
        }
        catch (IOException fault) when (fault.InnerException is SocketException { SocketErrorCode: not SocketError.OperationAborted })
        {
            // An engine that dies resets the connection; to the reader the container's output has ended.
            return 0;
        }
    }
}
