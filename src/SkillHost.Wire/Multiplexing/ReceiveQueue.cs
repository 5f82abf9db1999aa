using System.Buffers;

namespace SkillHost.Wire.Multiplexing;

/// <summary>Bytes that a channel's reader has not taken yet, in pooled blocks; small pieces share a block.</summary>
internal sealed class ReceiveQueue
{
    internal const int SmallBlock = 16 * 1024;
    internal const int LargeBlock = 64 * 1024;

    private readonly Queue<byte[]> _blocks = new();
    private byte[]? _tail;
    private int _head;
    private int _filled;

    public int Count { get; private set; }

    public void Append(ReadOnlySpan<byte> data)
    {
        Count += data.Length;
        while (data.Length > 0)
        {
            if (_tail is null || _filled == _tail.Length)
            {
                _tail = ArrayPool<byte>.Shared.Rent(Count > SmallBlock ? LargeBlock : SmallBlock);
                _blocks.Enqueue(_tail);
                _filled = 0;
            }

            var size = Math.Min(data.Length, _tail.Length - _filled);
            data[..size].CopyTo(_tail.AsSpan(_filled));
            data = data[size..];
            _filled += size;
        }
    }

    public int Take(Span<byte> target)
    {
        var total = 0;
        while (total < target.Length && Count > 0)
        {
            var block = _blocks.Peek();
            var end = block == _tail ? _filled : block.Length;
            var size = Math.Min(target.Length - total, end - _head);
            block.AsSpan(_head, size).CopyTo(target[total..]);
            total += size;
            _head += size;
            Count -= size;
            if (_head == end)
            {
                ReturnHead();
            }
        }

        return total;
    }

    public void Clear()
    {
        Count = 0;
        while (_blocks.Count > 0)
        {
            ReturnHead();
        }
    }

    private void ReturnHead()
    {
        var block = _blocks.Dequeue();
        _head = 0;
        if (block == _tail)
        {
            _tail = null;
        }

        ArrayPool<byte>.Shared.Return(block);
    }
}
