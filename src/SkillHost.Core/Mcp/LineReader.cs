namespace SkillHost.Mcp;

/// <summary>
/// Reads lines in bounded memory: of a line longer than <paramref name="limit"/> the beginning is kept and the rest counted.
/// </summary>
internal sealed class LineReader(Stream source, int limit)
{
    private const int Smallest = 8 * 1024;
    private const int KeptOfTooLong = 4 * 1024;

    private byte[] _buffer = new byte[Smallest];
    private int _start;
    private int _end;
    private int _searched;

    /// <summary>The next line; null at the end, where a last line without an end counts as one.</summary>
    public async ValueTask<McpLine?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            int at = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                return Take(_searched + at);
            }

            _searched = _end;
            if (_end - _start > limit)
            {
                return await SkipAsync(cancellationToken);
            }

            MakeRoom();
            int count = await source.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (count == 0)
            {
                return _end > _start ? TakeLast() : null;
            }

            _end += count;
        }
    }

    private McpLine Take(int newLine)
    {
        int length = newLine - _start;
        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, length > limit ? Math.Min(length - 1, KeptOfTooLong) : length);
        _start = _searched = newLine + 1;
        return new McpLine(line, length);
    }

    private McpLine TakeLast()
    {
        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, _end - _start);
        _start = _searched = _end;
        return new McpLine(line, line.Length);
    }

    private async ValueTask<McpLine?> SkipAsync(CancellationToken cancellationToken)
    {
        byte[] kept = _buffer.AsSpan(_start, Math.Min(KeptOfTooLong, _end - _start)).ToArray();
        long length = _end - _start;
        while (true)
        {
            (_start, _searched) = (0, 0);
            _end = await source.ReadAsync(_buffer, cancellationToken);
            int at = _buffer.AsSpan(0, _end).IndexOf((byte)'\n');
            if (at >= 0 || _end == 0)
            {
                (_start, _searched) = at >= 0 ? (at + 1, at + 1) : (0, 0);
                return new McpLine(kept, Math.Max(length + Math.Max(at, 0), kept.Length + 1L));
            }

            length += _end;
        }
    }

    private void MakeRoom()
    {
        if (_start == _end)
        {
            (_start, _end, _searched) = (0, 0, 0);

            // What one large message took is given back with the next small one.
            _buffer = _buffer.Length > 8 * Smallest ? new byte[Smallest] : _buffer;
        }
        else if (_end == _buffer.Length)
        {
            byte[] larger = _start > _buffer.Length / 2 ? _buffer : new byte[Math.Min(_buffer.Length * 2L, limit + (long)Smallest)];
            _buffer.AsSpan(_start, _end - _start).CopyTo(larger);
            (_end, _searched, _start, _buffer) = (_end - _start, _searched - _start, 0, larger);
        }
    }
}
