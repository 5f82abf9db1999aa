using System.Buffers.Binary;
using System.Text;
using SkillHost.Init.Channels;
using SkillHost.Init.Native;
using SkillHost.Wire;
using SkillHost.Wire.Connections;
using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Init.Connections;

/// <summary>Takes the connections made inside and carries each over a channel of its own. Decides nothing: the host does.</summary>
internal sealed class ConnectionTable(MuxSession session, PipeMover mover, Epoll epoll)
{
    internal const int MaxRefusedNames = 32;

    // The way to the host and back is long enough to use up the usual window; memory is bounded by giving more to the first few only.
    internal const int WideConnections = 4;
    internal const int WideWindow = 1024 * 1024;

    private readonly List<Listener> _listeners = [];
    private readonly List<Connection> _connections = [];
    private readonly HashSet<string> _refusedNames = [];
    private NameServer? _names;
    private MuxChannel? _channel;
    private int _turn;

    /// <summary>Whether <see cref="Step"/> would get somewhere now.</summary>
    public bool CanStep
    {
        get
        {
            if (_names is { Ready: true })
            {
                return true;
            }

            foreach (var connection in _connections)
            {
                if (connection.CanStep || connection.Closed)
                {
                    return true;
                }
            }

            return CanTake && AnyReady();
        }
    }

    private bool CanTake => _connections.Count < InitFacts.MaxConnections && session.ChannelRoom > 0
        && session.OutputRoom > OutputPump.SmallestRead;

    /// <summary>Listens on what the table says and on nothing else. What listens already goes on; connections stay.</summary>
    public void Listen(ListenTable table, MuxChannel channel)
    {
        _channel = channel;
        for (var index = _listeners.Count - 1; index >= 0; index--)
        {
            if (!table.Entries.Contains(_listeners[index].Entry))
            {
                _listeners[index].Close();
                _listeners.RemoveAt(index);
            }
        }

        foreach (var entry in table.Entries)
        {
            if (!IsOpen(entry))
            {
                _listeners.Add(new Listener(entry, epoll));
            }
        }

        if (_names is not null && (_names.Port != table.NameServerPort || _names.Address != table.NameServerAddress))
        {
            _names.Close();
            _names = null;
        }

        if (table.NameServerPort != 0)
        {
            _names ??= OpenNames(table);
            _names?.Use(table.Entries);
        }
    }

    /// <summary>Where nothing but <c>localhost</c> would be found, a kernel that keeps the port to itself costs only that.</summary>
    private NameServer? OpenNames(ListenTable table)
    {
        try
        {
            return new NameServer(table.NameServerAddress, table.NameServerPort, epoll, RefuseName);
        }
        catch (InitException) when (table.Entries.Count == 0)
        {
            return null;
        }
    }

    /// <summary>Takes what waits and carries one piece of every connection that has some.</summary>
    public void Step()
    {
        if (_names is { Ready: true })
        {
            _names.Step();
        }

        foreach (var listener in _listeners)
        {
            while (listener.Ready && CanTake)
            {
                var fd = listener.Take();
                if (fd < 0)
                {
                    break;
                }

                var window = _connections.Count < WideConnections ? WideWindow : 0;
                _connections.Add(new Connection(session, mover, epoll, fd, window, listener.Preamble));
            }
        }

        StepAll();
        for (var index = _connections.Count - 1; index >= 0; index--)
        {
            if (_connections[index].Closed)
            {
                _connections.RemoveAt(index);
                LookAgain();
            }
        }
    }

    /// <summary>Begins behind the one that was last, since the first may leave no room for the others.</summary>
    private void StepAll()
    {
        for (var count = _connections.Count; count > 0; count--)
        {
            _turn = (_turn + 1) % _connections.Count;
            if (_connections[_turn].CanStep)
            {
                _connections[_turn].Step();
            }
        }
    }

    /// <summary>A descriptor is free again: one that could not be taken for want of it is not announced twice.</summary>
    private void LookAgain()
    {
        foreach (var listener in _listeners)
        {
            listener.Happened(Linux.EpollIn);
        }
    }

    private bool AnyReady()
    {
        foreach (var listener in _listeners)
        {
            if (listener.Ready)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsOpen(ListenEntry entry)
    {
        foreach (var listener in _listeners)
        {
            if (listener.Entry == entry)
            {
                return true;
            }
        }

        return false;
    }

    private void RefuseName(string name)
    {
        if (_channel is null || _refusedNames.Count >= MaxRefusedNames || !_refusedNames.Add(name))
        {
            return;
        }

        Span<byte> message = stackalloc byte[MessageReader.PrefixBytes + 1 + ListenMessage.MaxNameBytes];
        var size = 1 + Encoding.ASCII.GetBytes(name, message[(MessageReader.PrefixBytes + 1)..]);
        BinaryPrimitives.WriteInt32BigEndian(message, size);
        message[MessageReader.PrefixBytes] = (byte)ProcessMessage.NameRefused;
        session.SendUrgent(_channel, message[..(MessageReader.PrefixBytes + size)]);
    }
}
