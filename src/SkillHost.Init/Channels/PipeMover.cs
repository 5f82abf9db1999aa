using SkillHost.Init.Native;
using SkillHost.Wire.Multiplexing;

namespace SkillHost.Init.Channels;

/// <summary>
/// Sends a frame whose payload goes from a process's pipe to standard output inside the kernel. Until the frame is complete nothing
/// else may be written there.
/// </summary>
internal sealed class PipeMover(MuxSession session)
{
    /// <summary>Fewer bytes are cheaper to copy.</summary>
    internal const int FewestBytes = 16 * 1024;

    private readonly byte[] _header = new byte[MuxFrame.HeaderBytes];
    private int _headerLeft;
    private int _source;
    private int _owed;
    private bool? _allowed;

    /// <summary>Whether a frame is under way.</summary>
    public bool Busy => _headerLeft + _owed > 0;

    /// <summary>Begins a frame of what is in the pipe now, if that is worth it.</summary>
    public bool TryBegin(MuxChannel channel, int source)
    {
        if (Busy || session.PendingBytes > 0 || channel.SendWindow < FewestBytes || channel.LocalEnded)
        {
            return false;
        }

        var count = (int)Math.Min(Fd.CountReady(source), channel.SendWindow);
        if (count < FewestBytes || !(_allowed ??= IsAllowed()))
        {
            return false;
        }

        session.WriteHeader(channel, count, _header);
        (_headerLeft, _source, _owed) = (_header.Length, source, count);
        return true;
    }

    /// <summary>The pipe is about to be closed.</summary>
    public void Forget(int source) => _source = _source == source ? -1 : _source;

    /// <summary>Sends what standard output takes: 0 when the frame is complete, otherwise minus the error.</summary>
    public int Push()
    {
        while (Busy)
        {
            var count = _headerLeft > 0 ? PushHeader() : PushPayload();
            if (count < 0 && count != -Linux.Interrupted)
            {
                return count;
            }
        }

        return 0;
    }

    private int PushHeader()
    {
        var count = Fd.Write(Fd.StandardOutput, _header.AsSpan(_header.Length - _headerLeft));
        _headerLeft -= Math.Max(count, 0);
        return count;
    }

    private int PushPayload()
    {
        var count = _source < 0 ? 0 : Fd.Splice(_source, Fd.StandardOutput, _owed);
        if (count == -Linux.TryAgain && Fd.CountReady(_source) > 0)
        {
            // Standard output is full; or, if it takes more, it was the pipe that was empty, and has been written to since: nothing would
            // tell of room in an output that was never full.
            return Fd.TakesMore(Fd.StandardOutput) ? -Linux.Interrupted : count;
        }

        if (count is 0 or -Linux.TryAgain)
        {
            // The length is promised, but the host gave the channel up, or the process has read its own output back from its pipe.
            Span<byte> zeros = stackalloc byte[1024];
            zeros.Clear();
            count = Fd.Write(Fd.StandardOutput, zeros[..Math.Min(zeros.Length, _owed)]);
        }

        _owed -= Math.Max(count, 0);
        return count;
    }

    /// <summary>Whether this kernel moves bytes from a pipe to standard output, found out with an empty pipe.</summary>
    private static unsafe bool IsAllowed()
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, Linux.CloseOnExec) != 0)
        {
            return false;
        }

        var answer = Fd.Splice(ends[0], Fd.StandardOutput, 1);
        Libc.Close(ends[0]);
        Libc.Close(ends[1]);
        return answer == -Linux.TryAgain;
    }
}
