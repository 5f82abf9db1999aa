using SkillHost.Init.Native;
using SkillHost.Wire.Multiplexing;

namespace SkillHost.Init.Channels;

/// <summary>
/// Carries what a process writes into a pipe to the host, straight into the stream's output and only as far as there is room.
/// </summary>
internal sealed class OutputPump(MuxSession session, PipeMover mover, MuxChannel channel, Epoll epoll) : IChannel, IWatched
{
    internal const int SmallestRead = 4096;

    /// <summary>Little at first: it fits what the output has anyway, where more would be memory that nobody has touched yet.</summary>
    internal const int FirstRead = 2048;

    /// <summary>With more than this waiting for the host nothing is added, so that what comes next can go without being copied.</summary>
    internal const int MostWaiting = 4096;

    private int _fd = -1;
    private int _slot;
    private int _most = FirstRead;
    private bool _ready;
    private bool _draining;

    /// <summary>Whether nothing more will come.</summary>
    public bool Closed { get; private set; }

    /// <summary>Whether <see cref="Step"/> would get somewhere now.</summary>
    public bool CanStep =>
        _ready && !Closed && !mover.Busy && channel.SendWindow > 0 && session.PendingBytes <= MostWaiting
        && session.OutputRoom > SmallestRead;

    /// <summary>Whether there may be more that the host leaves credit for, though not now.</summary>
    public bool MayHaveMore => _ready && !Closed && channel.SendWindow > 0;

    /// <summary>Whether something was carried since this was set to false.</summary>
    public bool HasCarried { get; set; }

    /// <summary>Whether anything was ever carried.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Takes over the reading end of a pipe.</summary>
    public void Open(int fd)
    {
        _fd = fd;
        _ready = true;
        if (Closed || !epoll.Add(fd, Linux.EpollIn, this, out _slot))
        {
            Close();
        }
    }

    public void Happened(uint events) => _ready = true;

    /// <summary>Something may have been written of which the kernel has not told yet.</summary>
    public void LookAgain() => _ready |= _fd >= 0;

    /// <summary>Carries one piece.</summary>
    public void Step()
    {
        if (mover.TryBegin(channel, _fd))
        {
            HasCarried = HasBegun = true;
            return;
        }

        var target = session.BeginSend(channel, _most);
        if (target.IsEmpty)
        {
            return;
        }

        var count = Fd.Read(_fd, target);
        session.EndSend(channel, Math.Max(count, 0));
        HasCarried |= count > 0;
        HasBegun |= count > 0;
        _most = count == target.Length ? MuxOptions.MaxFramePayload : _most;
        if (count == -Linux.TryAgain && !_draining)
        {
            _ready = false;
        }
        else if (count <= 0 && count != -Linux.Interrupted)
        {
            Finish();
        }
    }

    /// <summary>Nobody lives who could write: what is in the pipe is the rest.</summary>
    public void Drain()
    {
        _draining = true;
        _ready = true;
        if (_fd < 0)
        {
            Finish();
        }
    }

    /// <summary>Ends the channel at once, whatever is still in the pipe.</summary>
    public void Finish()
    {
        session.End(channel);
        Close();
    }

    public void Received(ReadOnlySpan<byte> data) => throw new InitException("the host sent bytes on an output channel");

    public void Ended()
    {
    }

    public void Reset() => Close();

    private void Close()
    {
        Closed = true;
        if (_fd >= 0)
        {
            epoll.Remove(_slot);
            mover.Forget(_fd);
            Fd.Close(ref _fd);
        }
    }
}
