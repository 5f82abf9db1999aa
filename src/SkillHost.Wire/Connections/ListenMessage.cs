using System.Buffers.Binary;
using System.Text;
using SkillHost.Wire.Processes;

namespace SkillHost.Wire.Connections;

/// <summary>
/// Body of <see cref="ProcessMessage.Listen"/>: name server's address (4) and port (2), number of entries (2), then for each its
/// number (4), address (4), port (2), length of its name (1) and the name.
/// </summary>
public static class ListenMessage
{
    /// <summary>Largest message, its type byte included.</summary>
    public const int MaxBytes = FixedBytes + (ListenTable.MaxEntries * (EntryBytes + MaxNameBytes));

    /// <summary>Bytes of the longest name.</summary>
    public const int MaxNameBytes = 253;

    private const int FixedBytes = 1 + 4 + 2 + 2;
    private const int EntryBytes = 4 + 4 + 2 + 1;

    /// <summary>The message with its length before it. Throws <see cref="ArgumentException"/> for too many or too long.</summary>
    public static byte[] Encode(ListenTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Entries.Count > ListenTable.MaxEntries || table.Entries.Any(static entry => entry.Name.Length > MaxNameBytes))
        {
            throw new ArgumentException(
                $"{table.Entries.Count} entries, wanted at most {ListenTable.MaxEntries} with names of at most {MaxNameBytes} bytes.",
                nameof(table));
        }

        var size = FixedBytes + table.Entries.Sum(static entry => EntryBytes + entry.Name.Length);
        var message = new byte[MessageReader.PrefixBytes + size];
        BinaryPrimitives.WriteInt32BigEndian(message, size);
        var rest = message.AsSpan(MessageReader.PrefixBytes);
        rest[0] = (byte)ProcessMessage.Listen;
        BinaryPrimitives.WriteUInt32BigEndian(rest[1..], table.NameServerAddress);
        BinaryPrimitives.WriteUInt16BigEndian(rest[5..], table.NameServerPort);
        BinaryPrimitives.WriteUInt16BigEndian(rest[7..], (ushort)table.Entries.Count);
        rest = rest[FixedBytes..];
        foreach (var entry in table.Entries)
        {
            BinaryPrimitives.WriteUInt32BigEndian(rest, entry.Number);
            BinaryPrimitives.WriteUInt32BigEndian(rest[4..], entry.Address);
            BinaryPrimitives.WriteUInt16BigEndian(rest[8..], entry.Port);
            rest[10] = (byte)entry.Name.Length;
            rest = rest[(EntryBytes + Encoding.ASCII.GetBytes(entry.Name, rest[EntryBytes..]))..];
        }

        return message;
    }

    /// <summary>Reads a message, its type byte first. Throws <see cref="WireException"/> when its parts do not add up.</summary>
    public static ListenTable Decode(ReadOnlySpan<byte> message)
    {
        if (message.Length < FixedBytes)
        {
            throw Broken(message.Length);
        }

        var size = message.Length;
        var count = BinaryPrimitives.ReadUInt16BigEndian(message[7..]);
        var address = BinaryPrimitives.ReadUInt32BigEndian(message[1..]);
        var port = BinaryPrimitives.ReadUInt16BigEndian(message[5..]);
        var entries = new List<ListenEntry>();
        var rest = message[FixedBytes..];
        for (; count > 0; count--)
        {
            if (rest.Length < EntryBytes || rest.Length < EntryBytes + rest[10])
            {
                throw Broken(size);
            }

            var name = Encoding.ASCII.GetString(rest.Slice(EntryBytes, rest[10]));
            entries.Add(new ListenEntry(
                BinaryPrimitives.ReadUInt32BigEndian(rest),
                BinaryPrimitives.ReadUInt32BigEndian(rest[4..]),
                BinaryPrimitives.ReadUInt16BigEndian(rest[8..]),
                name));
            rest = rest[(EntryBytes + rest[10])..];
        }

        return rest.IsEmpty && entries.Count <= ListenTable.MaxEntries
            ? new ListenTable(entries) { NameServerAddress = address, NameServerPort = port }
            : throw Broken(size);
    }

    private static WireException Broken(int length) =>
        new(WireFailure.Protocol, $"The host sent a listen table of {length} bytes whose parts do not add up.");
}
