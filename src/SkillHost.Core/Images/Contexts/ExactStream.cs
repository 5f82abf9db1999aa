namespace SkillHost.Images.Contexts;

/// <summary>Exactly so many bytes of another stream: more are left alone, fewer are an <see cref="IOException"/>.</summary>
internal sealed class ExactStream(Stream inner, long length) : Stream
{
    private long _position;

    public override bool CanRead => true;

    // Claimed, so that the archive's writer knows the size in advance; it never moves.
    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int wanted = (int)Math.Min(buffer.Length, length - _position);
        return Count(wanted, wanted == 0 ? 0 : inner.Read(buffer[..wanted]));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int wanted = (int)Math.Min(buffer.Length, length - _position);
        return Count(wanted, wanted == 0 ? 0 : await inner.ReadAsync(buffer[..wanted], cancellationToken));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Count(int wanted, int read)
    {
        _position += read;
        return read > 0 || wanted == 0 ? read : throw new IOException("a file became shorter while it was read");
    }
}
