using System.IO.Pipelines;

namespace SkillHost.Core.Tests.Fakes;

/// <summary>One end of a pair of streams in memory, each reading what the other writes.</summary>
internal sealed class DuplexPipe : Stream
{
    private readonly Stream _read;
    private readonly Stream _write;
    private readonly PipeWriter _writer;
    private readonly PipeReader _reader;

    private DuplexPipe(PipeReader reader, PipeWriter writer) =>
        (_reader, _writer, _read, _write) = (reader, writer, reader.AsStream(), writer.AsStream());

    public static (DuplexPipe Left, DuplexPipe Right) Pair()
    {
        Pipe there = new();
        Pipe back = new();
        return (new DuplexPipe(back.Reader, there.Writer), new DuplexPipe(there.Reader, back.Writer));
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _read.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _read.ReadAsync(buffer, offset, count, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _write.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _write.WriteAsync(buffer, offset, count, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => _write.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => _read.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => _write.Write(buffer, offset, count);

    public override void Flush() => _write.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Ends both directions; whoever reads at the other end sees end of file.</summary>
    protected override void Dispose(bool disposing)
    {
        _writer.Complete();
        _reader.CancelPendingRead();
        base.Dispose(disposing);
    }
}
