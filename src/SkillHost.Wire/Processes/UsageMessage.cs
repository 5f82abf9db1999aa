using System.Buffers.Binary;

namespace SkillHost.Wire.Processes;

/// <summary>
/// Body of <see cref="ProcessMessage.Usage"/>: token as asked (4), out-of-memory kills (4), CPU microseconds (8), peak bytes (8).
/// </summary>
public static class UsageMessage
{
    /// <summary>Bytes of the message, its type byte included.</summary>
    public const int Size = 1 + 4 + 4 + 8 + 8;

    /// <summary>Writes a message, its length before it.</summary>
    public static void Write(Span<byte> target, uint token, int outOfMemoryKills, long cpuMicroseconds, long peakBytes)
    {
        BinaryPrimitives.WriteInt32BigEndian(target, Size);
        target[MessageReader.PrefixBytes] = (byte)ProcessMessage.Usage;
        Span<byte> body = target[(MessageReader.PrefixBytes + 1)..];
        BinaryPrimitives.WriteUInt32BigEndian(body, token);
        BinaryPrimitives.WriteInt32BigEndian(body[4..], outOfMemoryKills);
        BinaryPrimitives.WriteInt64BigEndian(body[8..], cpuMicroseconds);
        BinaryPrimitives.WriteInt64BigEndian(body[16..], peakBytes);
    }

    /// <summary>Reads a message, its type byte included. Throws <see cref="WireException"/> when it is none.</summary>
    public static UsageSoFar Decode(ReadOnlySpan<byte> message, out uint token)
    {
        if (message.Length != Size)
        {
            throw new WireException(WireFailure.Protocol, $"The peer sent a usage of {message.Length} bytes, wanted {Size}.");
        }

        token = BinaryPrimitives.ReadUInt32BigEndian(message[1..]);
        UsageSoFar usage = new(
            BinaryPrimitives.ReadInt32BigEndian(message[5..]),
            BinaryPrimitives.ReadInt64BigEndian(message[9..]),
            BinaryPrimitives.ReadInt64BigEndian(message[17..]));
        return Math.Min(usage.OutOfMemoryKills, Math.Min(usage.CpuMicroseconds, usage.PeakMemoryBytes)) >= 0
            ? usage
            : throw new WireException(WireFailure.Protocol, "The peer sent a usage with a negative figure.");
    }
}
