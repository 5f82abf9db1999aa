namespace SkillHost.Init.Channels;

/// <summary>Bytes that wait for a pipe, bounded by the channel's credit.</summary>
internal sealed class ByteQueue
{
    internal const int KeptBytes = 16 * 1024;

    private byte[] _block = [];
    private int _start;
    private int _end;

    public int Count => _end - _start;

    public ReadOnlySpan<byte> Bytes => _block.AsSpan(_start, Count);

    public void Append(ReadOnlySpan<byte> data)
    {
        if (_block.Length - _end < data.Length)
        {
            var count = Count;
            var wanted = count + data.Length;
            var target = wanted <= _block.Length ? _block : new byte[Math.Max(wanted, Math.Max(4096, _block.Length * 2))];
            Bytes.CopyTo(target);
            (_block, _start, _end) = (target, 0, count);
        }

        data.CopyTo(_block.AsSpan(_end));
        _end += data.Length;
    }

    public void Remove(int count)
    {
        _start += count;
        if (_start == _end)
        {
            _start = _end = 0;
            _block = _block.Length > KeptBytes ? [] : _block;
        }
    }
}
