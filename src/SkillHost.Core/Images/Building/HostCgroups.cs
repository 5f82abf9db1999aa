using SkillHost.Containers;

namespace SkillHost.Images.Building;

/// <summary>Whether the host may make control groups beside the engine's, and what groups of all kinds have in common.</summary>
public static class HostCgroups
{
    /// <summary>Where the kernel shows them.</summary>
    internal const string Mount = "/sys/fs/cgroup";

    /// <summary>
    /// Why the host makes none, in words that follow "because"; null where it can, or the operator names the <paramref name="parent"/>.
    /// </summary>
    public static string? WhyNot(EngineInfo engine, string? parent)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return parent is not null ? null
            : !engine.IsLocal ? "the engine is on another machine"
            : !OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess ? "the host is not root"
            : engine.CgroupDriver != "cgroupfs" ? $"the engine's cgroup driver is {engine.CgroupDriver}"
            : null;
    }

    /// <summary>Folders of <paramref name="group"/> in all hierarchies of control groups of version 1, whether made yet or not.</summary>
    internal static string[] Roots(string group) =>
        [.. Directory.GetDirectories(Mount).Where(folder => File.Exists($"{folder}/cgroup.procs")).Select(folder => $"{folder}/{group}")];

    /// <summary>Removes what a host that was killed left: groups named after processes that are no more.</summary>
    internal static void Sweep(string root)
    {
        foreach (string folder in Directory.Exists(root) ? Directory.GetDirectories(root) : [])
        {
            if (!Directory.Exists($"/proc/{Path.GetFileName(folder).Split('-')[0]}"))
            {
                BuildCgroup.Remove(folder);
            }
        }
    }
}
