using System.Buffers.Binary;

namespace SkillHost.Wire.Multiplexing;

/// <summary>The twelve bytes that begin every yamux frame, big endian.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Flags">Flags.</param>
/// <param name="Channel">Channel id; 0 means the session.</param>
/// <param name="Length">Bytes of payload, credit, ping value or reason, as the type says.</param>
public readonly record struct MuxFrame(MuxFrameType Type, MuxMarks Flags, uint Channel, uint Length)
{
    /// <summary>Bytes of a header.</summary>
    public const int HeaderBytes = 12;

    internal const byte Version = 0;
    internal const MuxMarks Known = MuxMarks.Syn | MuxMarks.Ack | MuxMarks.Fin | MuxMarks.Rst;

    /// <summary>Reads a header. Throws <see cref="WireException"/> for an unknown version, type or flag.</summary>
    public static MuxFrame Read(ReadOnlySpan<byte> header)
    {
        if (header[0] != Version)
        {
            throw Broken($"frame version {header[0]}, wanted {Version}");
        }

        if (header[1] > (byte)MuxFrameType.GoAway)
        {
            throw Broken($"frame type {header[1]}, wanted 0 to {(byte)MuxFrameType.GoAway}");
        }

        var flags = (MuxMarks)BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
        if ((flags & ~Known) != 0)
        {
            throw Broken($"frame flags 0x{(int)flags:x}, wanted none above 0x{(int)Known:x}");
        }

        return new MuxFrame(
            (MuxFrameType)header[1],
            flags,
            BinaryPrimitives.ReadUInt32BigEndian(header[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(header[8..]));
    }

    /// <summary>Writes the header into the first twelve bytes of <paramref name="target"/>.</summary>
    public void Write(Span<byte> target)
    {
        target[0] = Version;
        target[1] = (byte)Type;
        BinaryPrimitives.WriteUInt16BigEndian(target[2..], (ushort)Flags);
        BinaryPrimitives.WriteUInt32BigEndian(target[4..], Channel);
        BinaryPrimitives.WriteUInt32BigEndian(target[8..], Length);
    }

    private static WireException Broken(string seen) => new(WireFailure.Protocol, $"The peer sent {seen}.");

    /// <summary>Throws <see cref="WireException"/> where a frame about the session names a channel.</summary>
    internal void RequireSession()
    {
        if (Channel != 0)
        {
            throw MuxSession.Broken($"a {Type} frame for channel {Channel}, wanted 0");
        }
    }
}
