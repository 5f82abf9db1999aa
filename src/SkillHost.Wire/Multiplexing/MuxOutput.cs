namespace SkillHost.Wire.Multiplexing;

/// <summary>Bytes waiting for the transport, in one growing block that is reused.</summary>
internal sealed class MuxOutput(int capacity)
{
    private byte[] _block = new byte[Math.Min(capacity, 4096)];
    private int _start;
    private int _end;

    public int Count => _end - _start;

    public ReadOnlySpan<byte> Pending => _block.AsSpan(_start, Count);

    /// <summary>Room for <paramref name="count"/> bytes after those queued. The caller has checked the capacity.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_block.Length - _end < count)
        {
            MakeRoom(count);
        }

        return _block.AsSpan(_end, count);
    }

    public void Commit(int count) => _end += count;

    public void Remove(int count)
    {
        _start += count;
        if (_start == _end)
        {
            _start = _end = 0;
        }
    }

    /// <summary>Hands over everything queued and goes on in <paramref name="spare"/>, which then belongs to this object.</summary>
    public ArraySegment<byte> Swap(byte[] spare)
    {
        var taken = new ArraySegment<byte>(_block, _start, Count);
        _block = spare;
        _start = _end = 0;
        return taken;
    }

    private void MakeRoom(int count)
    {
        var queued = Count;
        var wanted = queued + count;
        var target = wanted <= _block.Length ? _block : new byte[Math.Max(wanted, Math.Min(Math.Max(_block.Length * 2, 4096), capacity))];
        Pending.CopyTo(target);
        (_block, _start, _end) = (target, 0, queued);
    }
}
