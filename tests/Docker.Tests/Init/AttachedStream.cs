using System.Buffers.Binary;
using System.Text;

namespace SkillHost.Docker.Tests.Init;

/// <summary>The engine's framed output taken apart: standard output is what is read, standard error is kept.</summary>
internal sealed class AttachedStream(Stream inner) : Stream
{
    private readonly byte[] _header = new byte[8];
    private readonly StringBuilder _error = new();
    private int _left;

    public string Error => _error.ToString();

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
        while (_left == 0)
        {
            if (await inner.ReadAtLeastAsync(_header, _header.Length, throwOnEndOfStream: false, cancellationToken) < _header.Length)
            {
                return 0;
            }

            _left = BinaryPrimitives.ReadInt32BigEndian(_header.AsSpan(4));
            if (_header[0] == 2)
            {
                var error = new byte[_left];
                await inner.ReadExactlyAsync(error, cancellationToken);
                _error.Append(Encoding.UTF8.GetString(error));
                _left = 0;
            }
        }

        var count = await inner.ReadAsync(buffer[..Math.Min(buffer.Length, _left)], cancellationToken);
        _left -= count;
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
