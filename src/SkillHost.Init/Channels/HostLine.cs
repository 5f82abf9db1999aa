using SkillHost.Init.Native;

namespace SkillHost.Init.Channels;

/// <summary>
/// A pair of sockets that can take the place of standard input and output, where the host may fetch its end out of this process: what
/// is said then passes nobody else.
/// </summary>
internal sealed class HostLine
{
    private int _hostEnd = -1;
    private int _ownEnd = -1;

    /// <summary>Whether the host has its end, and only what is still to be written keeps this process from moving.</summary>
    public bool IsMoving { get; private set; }

    /// <summary>Makes the pair, once; the number of the host's end, or minus the error.</summary>
    public int Offer()
    {
        if (_hostEnd >= 0)
        {
            throw new InitException("the host asked twice for a line");
        }

        var error = Sockets.Pair(out _ownEnd, out _hostEnd);
        return error == 0 ? _hostEnd : -error;
    }

    /// <summary>The host has its end, or does without.</summary>
    public void Take(bool wanted)
    {
        if (wanted && _hostEnd < 0)
        {
            throw new InitException("the host took a line that it was not offered");
        }

        IsMoving = wanted;
        if (!wanted)
        {
            Fd.Close(ref _ownEnd);
            Fd.Close(ref _hostEnd);
        }
    }

    /// <summary>
    /// Puts the socket in the place of standard input and output, which stay open elsewhere so that the engine sees no change.
    /// </summary>
    public void Move()
    {
        IsMoving = false;
        Libc.Control(0, Linux.DuplicateCloseOnExec, 3);
        Libc.Control(Fd.StandardOutput, Linux.DuplicateCloseOnExec, 3);
        Fd.SetNonBlocking(_ownEnd);
        Libc.Duplicate(_ownEnd, 0);
        Libc.Duplicate(_ownEnd, Fd.StandardOutput);
        Fd.Close(ref _ownEnd);
        Fd.Close(ref _hostEnd);
    }
}
