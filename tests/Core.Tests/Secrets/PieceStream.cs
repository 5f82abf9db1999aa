namespace SkillHost.Core.Tests.Secrets;

/// <summary>Gives one piece a read, and then ends or waits for ever.</summary>
internal sealed class PieceStream(IEnumerable<byte[]> pieces, bool endless = false) : MemoryStream
{
    private readonly Queue<byte[]> _pieces = new(pieces.Where(piece => piece.Length > 0));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_pieces.TryDequeue(out byte[]? piece))
        {
            piece.CopyTo(buffer);
            return piece.Length;
        }

        await Task.Delay(endless ? Timeout.Infinite : 0, cancellationToken);
        return 0;
    }
}
