using SkillHost.Containers;
using SkillHost.Docker.Baseline.Bodies;

namespace SkillHost.Docker.Baseline;

/// <summary>Limits the kernel keeps for each process. None counts processes: that one is per user and reaches across containers.</summary>
internal static class BaselineUlimits
{
    // A file that may be exactly as large as its file system is killed with a signal where "no space left" is wanted.
    private const long FileMargin = 64 * 1024;

    public static IReadOnlyList<UlimitBody> For(ContainerSpec spec)
    {
        var limits = new List<UlimitBody>
        {
            Both("nofile", spec.OpenFiles),
            Both("core", 0),
            Both("memlock", 65536),
            Both("msgqueue", 0),
            Both("sigpending", 1024),
        };
        if (!spec.Mounts.Any(mount => mount.Writable))
        {
            limits.Add(Both("fsize", spec.Tmpfs.Select(tmpfs => tmpfs.SizeBytes).Append(spec.SharedMemoryBytes).Max() + FileMargin));
        }

        if (spec.CpuSeconds is { } seconds)
        {
            limits.Add(Both("cpu", seconds));
        }

        return limits;
    }

    private static UlimitBody Both(string name, long value) => new(name, value, value);
}
