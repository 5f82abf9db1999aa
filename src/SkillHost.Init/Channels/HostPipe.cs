using SkillHost.Init.Native;

namespace SkillHost.Init.Channels;

/// <summary>
/// Whether standard output takes more. Once full it is left alone until half of it has been read: filling every gap at once would wake
/// this process, and the reader, for every gap.
/// </summary>
internal sealed class HostPipe : IWatched
{
    internal const int WantedBytes = 1024 * 1024;
    internal const int LookAgainMilliseconds = 1;

    private readonly int _half;
    private bool _open = true;
    private bool _draining;

    public HostPipe()
    {
        // Both fail where standard output is no pipe, and the first where the user's share of pipes is used up.
        Libc.Control(Fd.StandardOutput, Linux.SetPipeSize, WantedBytes);
        _half = Libc.Control(Fd.StandardOutput, Linux.GetPipeSize, 0) / 2;
    }

    /// <summary>Whether writing is worth a try.</summary>
    public bool Ready => _open && !(_draining = _draining && Fd.CountReady(Fd.StandardOutput) > _half);

    /// <summary>Milliseconds after which to look again although nothing happened, or -1.</summary>
    public int Patience => _open && _draining ? LookAgainMilliseconds : -1;

    /// <summary>It takes no more now.</summary>
    public void Fill()
    {
        _open = false;
        _draining = _half > 0;
    }

    public void Happened(uint events) => _open = true;
}
