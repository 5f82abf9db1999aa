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
            var taken = Take(buffer.Span);
            if (taken > 0)
            {
                return taken;
            }

            var direct = Direct(buffer.Length);
            var count = await ReadLineAsync(direct > 0 ? buffer[..direct] : _buffer, cancellationToken);
            if (count == 0 || Arrived(count, direct))
            {
                return count;
            }
        }

        return 0;
    }

    public override int Read(Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var taken = Take(buffer);
            if (taken > 0)
            {
                return taken;
            }

            var direct = Direct(buffer.Length);
            var count = ReadLine(direct > 0 ? buffer[..direct] : _buffer);
            if (count == 0 || Arrived(count, direct))
            {
                return count;
            }
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

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

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

    private int Take(Span<byte> buffer)
    {
        var taken = _frames.Take(_buffer.AsSpan(_start.._end), buffer, out var consumed);
        _start += consumed;
        return taken;
    }

    /// <summary>Bytes to be read past the buffer, which is used up by now; 0 for none.</summary>
    private int Direct(int room)
    {
        var direct = (int)Math.Min(_frames.OutputRemaining, (uint)room);
        return direct >= BufferBytes ? direct : 0;
    }

    /// <summary>Notes what was read; whether the caller has it already.</summary>
    private bool Arrived(int count, int direct)
    {
        if (direct > 0)
        {
            _frames.Skip(count);
            return true;
        }

        (_start, _end) = (0, count);
        return false;
    }

    private int ReadLine(Span<byte> target)
    {
        try
        {
            return _line.Read(target);
        }
        catch (IOException fault) when (IsEnd(fault))
        {
            return 0;
        }
    }

    private async ValueTask<int> ReadLineAsync(Memory<byte> target, CancellationToken cancellationToken)
    {
        try
        {
            return await _line.ReadAsync(target, cancellationToken);
        }
        catch (IOException fault) when (IsEnd(fault))
        {
            return 0;
        }
    }

    /// <summary>An engine that dies resets the connection; to the reader the container's output has ended.</summary>
    private static bool IsEnd(IOException fault) =>
        fault.InnerException is SocketException { SocketErrorCode: not SocketError.OperationAborted };
}
