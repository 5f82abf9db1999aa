using SkillHost.Init.Native;

namespace SkillHost.Init.Processes;

/// <summary>
/// Makes children the first to be killed for want of memory. They inherit this process's score, so it is raised for the instant of
/// a start; going back to the score one was started with needs no privilege.
/// </summary>
internal sealed class OomScore
{
    // Opened before this process becomes undumpable: afterwards the file belongs to root.
    private readonly int _fd = Fd.Open("/proc/self/oom_score_adj\0"u8, Linux.ReadWrite);
    private readonly byte[] _own;

    public OomScore()
    {
        Span<byte> text = stackalloc byte[16];
        _own = text[..Fd.ReadFromStart(_fd, text)].ToArray();
    }

    public void Raise() => Write("1000"u8);

    public void Restore() => Write(_own);

    private void Write(ReadOnlySpan<byte> text)
    {
        if (_fd >= 0 && text.Length > 0)
        {
            Fd.Write(_fd, text);
        }
    }
}
