using System.Buffers.Binary;
using System.Text;

namespace SkillHost.Egress;

/// <summary>
/// Finds the one server name in a TLS ClientHello, whole and strictly: RFC 8446 section 4.1.2 and RFC 6066 section 3. The greeting may be
/// split over any number of records.
/// </summary>
public static class ServerNameReader
{
    /// <summary>Most bytes that are read for a greeting.</summary>
    public const int MaxBytes = 16 * 1024;

    private const int RecordHeader = 5;
    private const int MessageHeader = 4;
    private const byte Handshake = 22;
    private const byte ClientHello = 1;
    private const int MaxRecord = 1 << 14;
    private const int ServerNameExtension = 0;
    private const int VersionAndRandom = 2 + 32;

    private static readonly ServerName Unfinished = new(ServerNameState.Unfinished);

    /// <summary>What <paramref name="bytes"/>, the beginning of a connection, say.</summary>
    public static ServerName Read(ReadOnlySpan<byte> bytes)
    {
        byte[] message = new byte[Math.Min(bytes.Length, MaxBytes)];
        int length = 0;
        while (bytes.Length >= RecordHeader)
        {
            int size = BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]);
            if (bytes[0] != Handshake || bytes[1] != 3 || bytes[2] > 4 || size is 0 or > MaxRecord)
            {
                return NotTls();
            }

            ReadOnlySpan<byte> piece = bytes.Slice(RecordHeader, Math.Min(size, bytes.Length - RecordHeader));
            piece[..Math.Min(piece.Length, message.Length - length)].CopyTo(message.AsSpan(length));
            length += Math.Min(piece.Length, message.Length - length);
            if (Check(message.AsSpan(0, length)) is { State: not ServerNameState.Unfinished } known)
            {
                return known;
            }

            bytes = bytes[(RecordHeader + piece.Length)..];
            if (piece.Length < size)
            {
                return Unfinished;
            }
        }

        return bytes.Length > 0 && bytes[0] != Handshake ? NotTls() : Unfinished;
    }

    private static ServerName Check(ReadOnlySpan<byte> message)
    {
        if (message.Length < MessageHeader)
        {
            return message.Length > 0 && message[0] != ClientHello ? NotTls() : Unfinished;
        }

        int size = (message[1] << 16) | BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        if (message[0] != ClientHello || size > MaxBytes - MessageHeader)
        {
            return NotTls();
        }

        return message.Length < MessageHeader + size ? Unfinished : ReadHello(message.Slice(MessageHeader, size));
    }

    private static ServerName ReadHello(ReadOnlySpan<byte> hello)
    {
        if (hello.Length < VersionAndRandom || hello[0] != 3)
        {
            return Broken();
        }

        hello = hello[VersionAndRandom..];
        if (!TryTake(ref hello, 1, out ReadOnlySpan<byte> session) || session.Length > 32
            || !TryTake(ref hello, 2, out ReadOnlySpan<byte> suites) || suites.Length is 0 || suites.Length % 2 != 0
            || !TryTake(ref hello, 1, out ReadOnlySpan<byte> compressions) || compressions.IsEmpty)
        {
            return Broken();
        }

        if (hello.IsEmpty)
        {
            return NoName();
        }

        return TryTake(ref hello, 2, out ReadOnlySpan<byte> extensions) && hello.IsEmpty ? ReadExtensions(extensions) : Broken();
    }

    private static ServerName ReadExtensions(ReadOnlySpan<byte> extensions)
    {
        HashSet<int> seen = [];
        ServerName found = NoName();
        while (!extensions.IsEmpty)
        {
            if (extensions.Length < 2)
            {
                return Broken();
            }

            int type = BinaryPrimitives.ReadUInt16BigEndian(extensions);
            extensions = extensions[2..];
            if (!TryTake(ref extensions, 2, out ReadOnlySpan<byte> body) || !seen.Add(type))
            {
                return Broken();
            }

            if (type == ServerNameExtension)
            {
                found = ReadName(body);
            }
        }

        return found;
    }

    private static ServerName ReadName(ReadOnlySpan<byte> body)
    {
        // A list, in which only one name of the one kind there is makes sense.
        if (!TryTake(ref body, 2, out ReadOnlySpan<byte> list) || !body.IsEmpty || list.IsEmpty || list[0] != 0)
        {
            return Broken();
        }

        list = list[1..];
        return TryTake(ref list, 2, out ReadOnlySpan<byte> name) && list.IsEmpty && !name.IsEmpty && IsPlain(name)
            ? new ServerName(ServerNameState.Found, Encoding.ASCII.GetString(name))
            : Broken();
    }

    private static bool IsPlain(ReadOnlySpan<byte> name)
    {
        foreach (byte value in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)value) && value is not ((byte)'-' or (byte)'.'))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> rest, int prefix, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (rest.Length < prefix)
        {
            return false;
        }

        int size = prefix == 1 ? rest[0] : BinaryPrimitives.ReadUInt16BigEndian(rest);
        if (rest.Length < prefix + size)
        {
            return false;
        }

        taken = rest.Slice(prefix, size);
        rest = rest[(prefix + size)..];
        return true;
    }

    private static ServerName NotTls() =>
        new(ServerNameState.Wrong, Wrong: "only TLS is let through on this port, and something else was sent");

    private static ServerName Broken() => new(ServerNameState.Wrong, Wrong: "the TLS greeting is broken");

    private static ServerName NoName() => new(ServerNameState.Wrong, Wrong: "the TLS greeting names no server");
}
