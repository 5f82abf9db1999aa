namespace SkillHost.Mcp.Calls;

/// <summary>
/// What a client sends: says once when it has ended, and ends by itself after <paramref name="longestLine"/> bytes without an end of
/// line, which would otherwise be kept without bound. A read can be given up although the inner one cannot, as with standard input.
/// </summary>
internal sealed class ClientInput(Stream inner, long longestLine, Action ended) : Stream
{
    private int _ended;
    private long _line;

    /// <summary>Whether a line was longer than the bound, so that nothing after it was read.</summary>
    public bool IsTooLong => _line > longestLine;

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override bool CanWrite => false;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc />
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsTooLong)
        {
            return 0;
        }

        int count = await inner.ReadAsync(buffer, cancellationToken).AsTask().WaitAsync(cancellationToken);
        Measure(buffer.Span[..count]);
        if (((count == 0 && buffer.Length > 0) || IsTooLong) && Interlocked.Exchange(ref _ended, 1) == 0)
        {
            ended();
        }

        return IsTooLong ? 0 : count;
    }

    /// <inheritdoc />
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Flush()
    {
    }

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Measure(ReadOnlySpan<byte> read)
    {
        int end = read.LastIndexOf((byte)'\n');
        _line = end < 0 ? _line + read.Length : read.Length - end - 1;
    }
}
