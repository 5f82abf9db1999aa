namespace SkillHost.Wire.Multiplexing;

/// <summary>Frames waiting for the transport, in one growing block that is reused.</summary>
internal sealed class MuxOutput(MuxOptions options)
{
    internal const int FirstBytes = 4096;

    private byte[] _block = new byte[FirstBytes];
    private int _start;
    private int _end;

    public int Count => _end - _start;

    /// <summary>Bytes that payload may still take.</summary>
    public int Room => Math.Max(0, options.OutputBytes - Count);

    /// <summary>Bytes that replies may still take.</summary>
    public int ControlRoom => options.OutputBytes + options.ControlBytes - Count;

    public ReadOnlySpan<byte> Pending => _block.AsSpan(_start, Count);

    /// <summary>Space for <paramref name="count"/> bytes after those queued. The caller has checked the room.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_block.Length - _end < count)
        {
            MakeSpace(count);
        }

        return _block.AsSpan(_end, count);
    }

    public void Commit(int count) => _end += count;

    /// <summary>Queues a frame without payload.</summary>
    public void Add(in MuxFrame frame)
    {
        if (ControlRoom < MuxFrame.HeaderBytes)
        {
            throw MuxSession.Broken($"nothing that shows it has read {Count} bytes: it has stopped reading");
        }

        frame.Write(Reserve(MuxFrame.HeaderBytes));
        Commit(MuxFrame.HeaderBytes);
    }

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

    private void MakeSpace(int count)
    {
        var queued = Count;
        var wanted = queued + count;
        var most = options.OutputBytes + options.ControlBytes;
        var target = wanted <= _block.Length ? _block : new byte[Math.Max(wanted, Math.Min(Math.Max(_block.Length * 2, FirstBytes), most))];
        Pending.CopyTo(target);
        (_block, _start, _end) = (target, 0, queued);
    }
}
