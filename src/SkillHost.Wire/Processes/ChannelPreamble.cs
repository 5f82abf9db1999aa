using System.Buffers.Binary;

namespace SkillHost.Wire.Processes;

/// <summary>The six bytes with which whoever opens a channel says what it is for.</summary>
/// <param name="Kind">What it carries.</param>
/// <param name="Token">Number of the process it belongs to, chosen by the host; 0 where there is none.</param>
public readonly record struct ChannelPreamble(ChannelKind Kind, uint Token)
{
    /// <summary>Bytes of a preamble.</summary>
    public const int Size = 6;

    /// <summary>Reads a preamble. Throws <see cref="WireException"/> for an unknown version or kind.</summary>
    public static ChannelPreamble Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes[0] != 1 || !Enum.IsDefined((ChannelKind)bytes[1]))
        {
            throw new WireException(
                WireFailure.Protocol, $"The peer opened a channel of version {bytes[0]} and kind {bytes[1]}, wanted 1 and a known one.");
        }

        return new ChannelPreamble((ChannelKind)bytes[1], BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]));
    }

    /// <summary>Writes the preamble into the first six bytes of <paramref name="target"/>.</summary>
    public void Write(Span<byte> target)
    {
        target[0] = 1;
        target[1] = (byte)Kind;
        BinaryPrimitives.WriteUInt32BigEndian(target[2..], Token);
    }
}
