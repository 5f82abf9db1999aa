using System.Buffers.Binary;
using SkillHost.Init.Native;
using SkillHost.Wire.Connections;

namespace SkillHost.Init.Connections;

/// <summary>
/// Answers names of the listen table over UDP, out of the table and nothing else: nothing that is asked leaves the container but, a few
/// times, the fact that a name has no entry.
/// </summary>
internal sealed class NameServer : IWatched
{
    internal const int MaxDatagram = 512;
    internal const int MaxAtOnce = 16;

    private const int HeaderBytes = 12;
    private const ushort TypeAddress = 1;
    private const ushort TypeAddress6 = 28;
    private const ushort ClassInternet = 1;
    private const int NoSuchName = 3;

    private readonly Epoll _epoll;
    private readonly int _slot;
    private readonly Action<string> _refused;
    private readonly byte[] _query = new byte[MaxDatagram];
    private readonly byte[] _answer = new byte[MaxDatagram + 16];
    private readonly byte[] _from = new byte[Sockets.AddressBytes];
    private IReadOnlyList<ListenEntry> _entries = [];
    private int _fd;

    public NameServer(uint address, ushort port, Epoll epoll, Action<string> refused)
    {
        (Address, Port, _epoll, _refused) = (address, port, epoll, refused);
        _fd = Sockets.Bind(address, port);
        if (_fd < 0 || !epoll.Add(_fd, Linux.EpollIn, this, out _slot))
        {
            throw new InitException($"cannot answer names on port {port}: error {-_fd}");
        }
    }

    public uint Address { get; }

    public ushort Port { get; }

    /// <summary>Whether a question may be waiting.</summary>
    public bool Ready { get; private set; } = true;

    public void Use(IReadOnlyList<ListenEntry> entries) => _entries = entries;

    public void Happened(uint events) => Ready = true;

    /// <summary>Answers what waits, a few questions at a time.</summary>
    public void Step()
    {
        for (var round = 0; round < MaxAtOnce; round++)
        {
            var count = Sockets.Receive(_fd, _query, _from);
            if (count < 0)
            {
                Ready = count == -Linux.Interrupted;
                return;
            }

            var size = Answer(_query.AsSpan(0, count));
            if (size > 0)
            {
                Sockets.Send(_fd, _answer.AsSpan(0, size), _from);
            }
        }
    }

    public void Close()
    {
        _epoll.Remove(_slot);
        Fd.Close(ref _fd);
    }

    /// <summary>Writes the answer; 0 for what is no question and gets none.</summary>
    private int Answer(ReadOnlySpan<byte> query)
    {
        // One plain question: no answer, no other operation.
        if (query.Length < HeaderBytes || (query[2] & 0xf8) != 0 || BinaryPrimitives.ReadUInt16BigEndian(query[4..]) != 1
            || !TryReadName(query[HeaderBytes..], out var name, out var used) || query.Length < HeaderBytes + used + 4)
        {
            return 0;
        }

        var end = HeaderBytes + used + 4;
        var type = BinaryPrimitives.ReadUInt16BigEndian(query[(end - 4)..]);
        var known = TryFind(name, out var address);
        if (!known && type is TypeAddress or TypeAddress6)
        {
            _refused(name);
        }

        var answers = known && type == TypeAddress && BinaryPrimitives.ReadUInt16BigEndian(query[(end - 2)..]) == ClassInternet ? 1 : 0;
        var answer = _answer.AsSpan();
        query[..end].CopyTo(answer);
        answer[2] = (byte)(0x84 | (query[2] & 1));
        answer[3] = (byte)(0x80 | (known ? 0 : NoSuchName));
        answer[6..HeaderBytes].Clear();
        answer[7] = (byte)answers;
        return answers == 0 ? end : end + WriteAddress(answer[end..], address);
    }

    private static int WriteAddress(Span<byte> target, uint address)
    {
        // The name is where the question has it; the answer holds for a minute.
        ReadOnlySpan<byte> fixedPart = [0xc0, HeaderBytes, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4];
        fixedPart.CopyTo(target);
        BinaryPrimitives.WriteUInt32BigEndian(target[fixedPart.Length..], address);
        return fixedPart.Length + sizeof(uint);
    }

    private bool TryFind(string name, out uint address)
    {
        foreach (var entry in _entries)
        {
            if (entry.Name == name)
            {
                address = entry.Address;
                return true;
            }
        }

        address = ListenTable.DefaultNameServerAddress;
        return name is "localhost" or "skill";
    }

    /// <summary>Reads labels into lower-case text with dots. Bytes that names of hosts do not have become question marks.</summary>
    private static bool TryReadName(ReadOnlySpan<byte> bytes, out string name, out int used)
    {
        Span<char> text = stackalloc char[256];
        var length = 0;
        name = "";
        for (used = 0; used < bytes.Length && bytes[used] is > 0 and < 64; used += 1 + bytes[used])
        {
            var size = bytes[used];
            if (used + size >= bytes.Length || length + size + 1 > ListenMessage.MaxNameBytes + 1)
            {
                return false;
            }

            foreach (var value in bytes.Slice(used + 1, size))
            {
                var character = char.ToLowerInvariant((char)value);
                text[length++] = char.IsAsciiLetterOrDigit(character) || character is '-' or '_' ? character : '?';
            }

            text[length++] = '.';
        }

        if (used >= bytes.Length || bytes[used] != 0 || length == 0)
        {
            return false;
        }

        used++;
        name = new string(text[..(length - 1)]);
        return true;
    }
}
