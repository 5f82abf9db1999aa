using SkillHost.Init.Native;
using SkillHost.Wire.Multiplexing;

namespace SkillHost.Init.Channels;

/// <summary>Carries what the host sends into a process's standard input, keeping at most one window of it when the pipe is full.</summary>
internal sealed class InputPump(MuxSession session, MuxChannel channel, Epoll epoll) : IChannel, IWatched
{
    private readonly ByteQueue _waiting = new();
    private int _fd = -1;
    private int _slot;
    private bool _ended;
    private bool _closed;

    /// <summary>Takes over the writing end of a pipe.</summary>
    public void Open(int fd)
    {
        _fd = fd;
        if (_closed || !epoll.Add(fd, Linux.EpollOut, this, out _slot))
        {
            Close();
            return;
        }

        Push();
    }

    public void Happened(uint events)
    {
        if ((events & Linux.EpollError) != 0)
        {
            Break();
        }
        else
        {
            Push();
        }
    }

    public void Received(ReadOnlySpan<byte> data)
    {
        if (_closed)
        {
            return;
        }

        if (_waiting.Count == 0)
        {
            data = data[Write(data)..];
        }

        _waiting.Append(data);
    }

    public void Ended()
    {
        _ended = true;
        Push();
    }

    public void Reset() => Close();

    /// <summary>The process takes no more: what waits is dropped, and the host is told.</summary>
    public void Break()
    {
        if (!_closed)
        {
            session.Reset(channel);
            Close();
        }
    }

    private void Push()
    {
        if (_closed || _fd < 0)
        {
            return;
        }

        if (_waiting.Count > 0)
        {
            _waiting.Remove(Write(_waiting.Bytes));
        }

        if (_ended && _waiting.Count == 0)
        {
            session.End(channel);
            Close();
        }
    }

    private int Write(ReadOnlySpan<byte> data)
    {
        var total = 0;
        while (_fd >= 0 && total < data.Length)
        {
            var count = Fd.Write(_fd, data[total..]);
            if (count < 0)
            {
                if (count != -Linux.TryAgain && count != -Linux.Interrupted)
                {
                    Break();
                    return data.Length;
                }

                break;
            }

            total += count;
            session.Consume(channel, count);
        }

        return total;
    }

    private void Close()
    {
        if (_fd >= 0 && !_closed)
        {
            epoll.Remove(_slot);
        }

        _closed = true;
        _waiting.Remove(_waiting.Count);
        Fd.Close(ref _fd);
    }
}
