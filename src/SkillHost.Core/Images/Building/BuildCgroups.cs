using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillHost.Containers;

namespace SkillHost.Images.Building;

/// <summary>
/// Bounds the processes of a build: the engine itself has no such bound for its steps, so each build gets a parent group of the
/// host's own. Needs root on the engine's machine and the engine's cgroupfs driver.
/// </summary>
internal sealed partial class BuildCgroups(IOptions<ImageOptions> options, ILogger<BuildCgroups> logger)
{
    private const string Mount = HostCgroups.Mount;
    private const string Group = "skillhost-build";

    // One process may be several hosts, each of which counts from one.
    private readonly string _host = Guid.NewGuid().ToString("n")[..8];
    private int _count;
    private bool _warned;

    /// <summary>A group for one build, or null, with one warning in the log, where none can be made.</summary>
    public BuildCgroup? Take(EngineInfo engine)
    {
        if (options.Value.BuildCgroupParent != null)
        {
            return null;
        }

        string? reason = HostCgroups.WhyNot(engine, parent: null);
        if (reason == null)
        {
            try
            {
                return Make(engine.CgroupVersion);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                reason = e.Message;
            }
        }

        if (!_warned)
        {
            _warned = true;
            Log.Unbounded(logger, reason);
        }

        return null;
    }

    private BuildCgroup Make(int version)
    {
        int number = Interlocked.Increment(ref _count);
        string name = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{_host}-{number}");
        string[] roots = version == 2
            ? [$"{Mount}/{Group}"]
            : HostCgroups.Roots(Group);
        if (version != 2 && !File.Exists($"{Mount}/pids/cgroup.procs"))
        {
            throw new IOException("there is no pids controller");
        }

        if (version == 2)
        {
            Directory.CreateDirectory(roots[0]);
            File.WriteAllText($"{Mount}/cgroup.subtree_control", "+pids");
            File.WriteAllText($"{roots[0]}/cgroup.subtree_control", "+pids");
        }

        Array.ForEach(roots, HostCgroups.Sweep);

        string bounded = version == 2 ? $"{roots[0]}/{name}" : $"{Mount}/pids/{Group}/{name}";
        Directory.CreateDirectory(bounded);
        File.WriteAllText($"{bounded}/pids.max", options.Value.BuildPids.ToString(CultureInfo.InvariantCulture));

        // The engine makes the group in every hierarchy and leaves it there: it is removed from each.
        return new BuildCgroup($"/{Group}/{name}", [.. roots.Select(r => $"{r}/{name}")]);
    }

    private static partial class Log
    {
        [LoggerMessage(
            2601,
            LogLevel.Warning,
            "Build steps may start any number of processes, because {Reason}; Images:BuildCgroupParent can name a bounded group")]
        public static partial void Unbounded(ILogger logger, string reason);
    }
}
