using System.Buffers;

namespace SkillHost.Secrets.Redaction;

/// <summary>Reads another stream without the secrets in it.</summary>
internal sealed class RedactingStream(Stream source, Finder finder) : Stream
{
    private const int PieceBytes = 32 * 1024;
    private readonly StreamRedactor _redactor = new(finder);
    private readonly ArrayBufferWriter<byte> _ready = new();
    private readonly byte[] _piece = new byte[PieceBytes];
    private int _taken;
    private bool _ended;

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
        while (_taken == _ready.WrittenCount && !_ended)
        {
            _ready.ResetWrittenCount();
            _taken = 0;
            await FillAsync(cancellationToken);
        }

        int count = Math.Min(buffer.Length, _ready.WrittenCount - _taken);
        _ready.WrittenMemory.Slice(_taken, count).CopyTo(buffer);
        _taken += count;
        return count;
    }

    /// <inheritdoc />
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A channel is read asynchronously.");

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

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        int count = await source.ReadAsync(_piece, cancellationToken);
        if (count > 0)
        {
            _redactor.Add(_piece.AsSpan(0, count), _ready);
            return;
        }

        _ended = true;
        _redactor.End(_ready);
    }
}
