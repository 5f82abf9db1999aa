using SkillHost.Init.Native;
using SkillHost.Wire.Connections;
using SkillHost.Wire.Processes;

namespace SkillHost.Init.Connections;

/// <summary>One entry's address, where connections wait to be taken.</summary>
internal sealed class Listener : IWatched
{
    private readonly Epoll _epoll;
    private readonly int _slot;
    private int _fd;

    public Listener(ListenEntry entry, Epoll epoll)
    {
        (Entry, _epoll) = (entry, epoll);
        new ChannelPreamble(ChannelKind.Connect, entry.Number).Write(Preamble);
        _fd = Sockets.Listen(entry.Address, entry.Port);
        if (_fd < 0 || !epoll.Add(_fd, Linux.EpollIn, this, out _slot))
        {
            throw new InitException($"cannot take connections for entry {entry.Number}: error {-_fd}");
        }
    }

    public ListenEntry Entry { get; }

    /// <summary>Whether a connection may be waiting.</summary>
    public bool Ready { get; private set; } = true;

    /// <summary>What a channel for one of its connections begins with.</summary>
    public byte[] Preamble { get; } = new byte[ChannelPreamble.Size];

    public void Happened(uint events) => Ready = true;

    /// <summary>The next connection; -1 when none waits, or none can be taken before another one ends.</summary>
    public int Take()
    {
        var fd = Sockets.Accept(_fd);
        Ready = fd is >= 0 or -Linux.Interrupted;
        return fd;
    }

    public void Close()
    {
        _epoll.Remove(_slot);
        Fd.Close(ref _fd);
    }
}
