using SkillHost.Init.Native;

namespace SkillHost.Init;

/// <summary>Signals, which are blocked and read from a descriptor instead.</summary>
internal sealed unsafe class Signals : IWatched
{
    internal const int RecordBytes = 128;
    internal const int SenderOffset = 12;

    private readonly int _fd;
    private readonly bool _isFirst;

    public Signals(bool isFirst)
    {
        _isFirst = isFirst;
        var set = stackalloc byte[Linux.SignalSetBytes];
        Libc.EmptySet(set);
        Libc.AddToSet(set, Linux.Child);
        Libc.AddToSet(set, Linux.Terminate);
        _fd = Libc.SignalDescriptor(-1, set, Linux.NonBlocking | Linux.CloseOnExec);
    }

    /// <summary>Descriptor to watch.</summary>
    public int Descriptor => _fd;

    /// <summary>Whether a child may have ended since <see cref="Read"/> was last called.</summary>
    public bool Pending { get; private set; } = true;

    /// <summary>Throws <see cref="InitException"/> unless everything is blocked, which early.c does.</summary>
    public static void RequireBlocked()
    {
        var set = stackalloc byte[Linux.SignalSetBytes];
        Libc.SignalMask(Linux.SetMask, null, set);
        if (Libc.IsInSet(set, Linux.Child) != 1 || Libc.IsInSet(set, Linux.Terminate) != 1)
        {
            throw new InitException("this program was linked without its early part");
        }
    }

    public void Happened(uint events) => Pending = true;

    /// <summary>Reads what came; true when whoever runs this container asks for the end. What a process inside sends is ignored.</summary>
    public bool Read()
    {
        Pending = false;
        var terminate = false;
        Span<byte> record = stackalloc byte[RecordBytes];
        while (Fd.Read(_fd, record) == RecordBytes)
        {
            // A sender outside this process's namespace has number 0 here.
            terminate |= record[0] == Linux.Terminate && (!_isFirst || BitConverter.ToInt32(record[SenderOffset..]) == 0);
        }

        return terminate;
    }
}
