using SkillHost.Init.Native;

namespace SkillHost.Init.Processes;

/// <summary>
/// Kills whole trees. As process 1 with one tree alive, that is everything but itself, in one call no fork can outrun. Otherwise
/// trees are told apart by descent and session; a process that has left both belongs to whichever tree is killed first.
/// </summary>
internal sealed class TreeKiller
{
    internal const int PassesAtOnce = 8;

    private readonly int _self = Libc.ProcessId();
    private readonly ProcessScan _scan = new();

    public bool IsFirst => _self == 1;

    /// <summary>Kills everything but this process.</summary>
    public void KillAll()
    {
        if (IsFirst)
        {
            Libc.Kill(-1, Linux.Killed);
            return;
        }

        for (var pass = 0; pass < PassesAtOnce && KillOnce(0, []) > 0; pass++)
        {
        }
    }

    /// <summary>
    /// Kills the tree of <paramref name="root"/> but not those of <paramref name="others"/>; true when nothing of it lives any more.
    /// </summary>
    public bool Kill(int root, ReadOnlySpan<int> others)
    {
        if (IsFirst && others.IsEmpty)
        {
            // Fails when there is nobody to be signalled; the dead that wait to be waited for still count as somebody.
            return Libc.Kill(-1, Linux.Killed) != 0;
        }

        for (var pass = 0; pass < PassesAtOnce; pass++)
        {
            if (KillOnce(root, others) == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Session of a process that has ended but not been waited for; 0 when unknown.</summary>
    public static int SessionOf(int pid) => ProcessScan.TryRead(pid, out var entry) ? entry.Session : 0;

    private int KillOnce(int root, ReadOnlySpan<int> others)
    {
        _scan.Refresh();
        var killed = 0;
        foreach (var entry in _scan.Entries)
        {
            if (!entry.Dead && Belongs(entry, root, others))
            {
                Libc.Kill(entry.Id, Linux.Killed);
                killed++;
            }
        }

        return killed;
    }

    private bool Belongs(in ProcessEntry entry, int root, ReadOnlySpan<int> others)
    {
        if (entry.Id == _self || others.Contains(entry.Session) || others.Contains(entry.Id))
        {
            return false;
        }

        var top = TopBelowSelf(entry);
        return top != 0 && (root == 0 || !others.Contains(top));
    }

    /// <summary>The ancestor that is this process's own child; 0 when it does not descend from this process.</summary>
    private int TopBelowSelf(ProcessEntry entry)
    {
        for (var depth = 0; depth < ProcessScan.MaxProcesses; depth++)
        {
            if (entry.Parent == _self)
            {
                return entry.Id;
            }

            if (entry.Parent == 0 || !TryFind(entry.Parent, out entry))
            {
                return 0;
            }
        }

        return 0;
    }

    private bool TryFind(int pid, out ProcessEntry found)
    {
        foreach (var entry in _scan.Entries)
        {
            if (entry.Id == pid)
            {
                found = entry;
                return true;
            }
        }

        found = default;
        return false;
    }
}
