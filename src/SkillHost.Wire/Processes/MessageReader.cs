using System.Buffers.Binary;

namespace SkillHost.Wire.Processes;

/// <summary>
/// Puts length-prefixed messages together from pieces of any size. Memory follows what has arrived, never what a length claims.
/// </summary>
/// <param name="maxBytes">Largest message accepted, its type byte included.</param>
public sealed class MessageReader(int maxBytes)
{
    /// <summary>Bytes of the length before every message.</summary>
    public const int PrefixBytes = 4;

    private byte[] _buffer = new byte[64];
    private int _filled;
    private int _taken;

    /// <summary>Adds what arrived. Take every message with <see cref="TryTake"/> before adding more.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        Compact();
        if (_buffer.Length - _filled < data.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_filled + data.Length, _buffer.Length * 2));
        }

        data.CopyTo(_buffer.AsSpan(_filled));
        _filled += data.Length;
    }

    /// <summary>
    /// The next whole message, its type first; valid until the next <see cref="Append"/>. Throws <see cref="WireException"/> when a length
    /// is out of range.
    /// </summary>
    public bool TryTake(out ReadOnlySpan<byte> message)
    {
        message = default;
        var available = _buffer.AsSpan(_taken, _filled - _taken);
        if (available.Length < PrefixBytes)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(available);
        if (length == 0 || length > (uint)maxBytes)
        {
            throw new WireException(WireFailure.Protocol, $"The peer sent a message of {length} bytes, wanted 1 to {maxBytes}.");
        }

        if (available.Length - PrefixBytes < length)
        {
            return false;
        }

        message = available.Slice(PrefixBytes, (int)length);
        _taken += PrefixBytes + (int)length;
        return true;
    }

    private void Compact()
    {
        _buffer.AsSpan(_taken, _filled - _taken).CopyTo(_buffer);
        _filled -= _taken;
        _taken = 0;
    }
}
