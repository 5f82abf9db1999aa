using SkillHost.Init.Channels;
using SkillHost.Init.Native;
using SkillHost.Wire.Multiplexing;

namespace SkillHost.Init.Connections;

/// <summary>
/// Carries one connection made inside: bytes, ends and resets, both ways. Keeps at most one window for a socket that is not read.
/// </summary>
internal sealed class Connection : IChannel, IWatched
{
    private readonly MuxSession _session;
    private readonly PipeMover _mover;
    private readonly Epoll _epoll;
    private readonly MuxChannel _channel;
    private readonly ByteQueue _waiting = new();
    private readonly int _slot;
    private int _fd;
    private bool _readable = true;
    private bool _readEnded;
    private bool _hostEnded;
    private bool _writeEnded;

    /// <summary>Takes over a socket and opens a channel for it, which begins with <paramref name="preamble"/>.</summary>
    public Connection(MuxSession session, PipeMover mover, Epoll epoll, int fd, int window, ReadOnlySpan<byte> preamble)
    {
        (_session, _mover, _epoll, _fd) = (session, mover, epoll, fd);
        _channel = session.Open(this, window);
        session.SendUrgent(_channel, preamble);
        if (!epoll.Add(fd, Linux.EpollIn | Linux.EpollOut | Linux.EpollReadHangUp, this, out _slot))
        {
            Break();
        }
    }

    /// <summary>Whether nothing is left to do.</summary>
    public bool Closed { get; private set; }

    /// <summary>Whether <see cref="Step"/> would get somewhere now.</summary>
    public bool CanStep =>
        _readable && !_readEnded && !Closed && !_mover.Busy && _channel.SendWindow > 0 && _session.PendingBytes <= OutputPump.MostWaiting;

    public void Happened(uint events)
    {
        _readable = true;
        if ((events & Linux.EpollError) != 0 && _readEnded)
        {
            Break();
        }
        else
        {
            Push();
        }
    }

    /// <summary>Carries one piece towards the host.</summary>
    public void Step()
    {
        if (_mover.TryBegin(_channel, _fd))
        {
            return;
        }

        var target = _session.BeginSend(_channel, MuxOptions.MaxFramePayload);
        if (target.IsEmpty)
        {
            return;
        }

        var count = Fd.Read(_fd, target);
        _session.EndSend(_channel, Math.Max(count, 0));
        if (count == 0)
        {
            _readEnded = true;
            _session.End(_channel);
            CloseIfDone();
        }
        else if (count == -Linux.TryAgain)
        {
            _readable = false;
        }
        else if (count < 0 && count != -Linux.Interrupted)
        {
            Break();
        }
    }

    public void Received(ReadOnlySpan<byte> data)
    {
        if (_waiting.Count == 0)
        {
            data = data[Write(data)..];
        }

        if (!Closed)
        {
            _waiting.Append(data);
        }
    }

    public void Ended()
    {
        _hostEnded = true;
        Push();
    }

    /// <summary>The host refuses the connection or has lost its other end: whoever made it sees a reset.</summary>
    public void Reset() => Close(abort: true);

    private void Push()
    {
        if (Closed)
        {
            return;
        }

        if (_waiting.Count > 0)
        {
            var count = Write(_waiting.Bytes);
            if (Closed)
            {
                return;
            }

            _waiting.Remove(count);
        }

        if (_hostEnded && !_writeEnded && _waiting.Count == 0)
        {
            _writeEnded = true;
            Sockets.EndSending(_fd);
            CloseIfDone();
        }
    }

    private int Write(ReadOnlySpan<byte> data)
    {
        var total = 0;
        while (!Closed && total < data.Length)
        {
            var count = Fd.Write(_fd, data[total..]);
            if (count >= 0)
            {
                total += count;
                _session.Consume(_channel, count);
            }
            else if (count == -Linux.TryAgain)
            {
                break;
            }
            else if (count != -Linux.Interrupted)
            {
                Break();
            }
        }

        return total;
    }

    private void Break()
    {
        _session.Reset(_channel);
        Close(abort: true);
    }

    private void CloseIfDone()
    {
        if (_readEnded && _writeEnded)
        {
            Close(abort: false);
        }
    }

    private void Close(bool abort)
    {
        if (Closed)
        {
            return;
        }

        Closed = true;
        _epoll.Remove(_slot);
        _waiting.Remove(_waiting.Count);
        _mover.Forget(_fd);
        if (abort)
        {
            Sockets.Abort(ref _fd);
        }

        Fd.Close(ref _fd);
    }
}
