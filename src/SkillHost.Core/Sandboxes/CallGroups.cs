using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillHost.Containers;
using SkillHost.Images.Building;

namespace SkillHost.Sandboxes;

/// <summary>
/// A control group of the host's own above the containers of all its calls, so that the kernel holds their total to the budget whatever
/// each of them may do. Needs root on the engine's machine and the engine's cgroupfs driver; where it cannot be made, admission alone
/// bounds the total.
/// </summary>
public sealed partial class CallGroups : IDisposable
{
    private const string Mount = HostCgroups.Mount;
    private const string Group = "skillhost-calls";
    private const long PeriodMicroseconds = 100_000;
    private readonly IContainerEngine _engine;
    private readonly SandboxOptions _options;
    private readonly ILogger<CallGroups> _logger;
    private readonly SemaphoreSlim _one = new(1, 1);
    private BuildCgroup? _made;
    private volatile bool _prepared;

    internal CallGroups(IContainerEngine engine, IOptions<SandboxOptions> options, ILogger<CallGroups> logger) =>
        (_engine, _options, _logger) = (engine, options.Value, logger);

    /// <summary>Why no group can be made, in words that follow "because"; null where one can, or the operator names one.</summary>
    public static string? WhyNot(EngineInfo engine, SandboxOptions options)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(options);
        return HostCgroups.WhyNot(engine, options.CgroupParent);
    }

    /// <summary>Parent of every container, or null for the engine's default.</summary>
    internal string? Parent => _options.CgroupParent ?? _made?.Name;

    /// <summary>Makes the group, once; where that cannot be, says so in the log, once. Throws <see cref="EngineException"/>.</summary>
    internal async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_prepared || _options.CgroupParent is not null)
        {
            return;
        }

        await _one.WaitAsync(cancellationToken);
        try
        {
            if (!_prepared)
            {
                Make(await _engine.GetInfoAsync(cancellationToken));
                _prepared = true;
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Removes the group. One that still holds a container is left to a later host.</summary>
    public void Dispose()
    {
        _made?.Dispose();
        _one.Dispose();
    }

    private void Make(EngineInfo engine)
    {
        string? reason = WhyNot(engine, _options);
        if (reason is null)
        {
            try
            {
                _made = engine.CgroupVersion == 2 ? MakeUnified(engine) : MakeSplit(engine);
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                reason = e.Message;
            }
        }

        Log.NoGroup(_logger, reason);
    }

    private BuildCgroup MakeUnified(EngineInfo engine)
    {
        string root = $"{Mount}/{Group}";
        Directory.CreateDirectory(root);
        File.WriteAllText($"{Mount}/cgroup.subtree_control", "+memory +cpu +pids");
        File.WriteAllText($"{root}/cgroup.subtree_control", "+memory +cpu +pids");
        HostCgroups.Sweep(root);
        BuildCgroup made = Named([root]);
        return Bounded(made, () =>
        {
            string folder = $"{Mount}{made.Name}";
            Directory.CreateDirectory(folder);
            Write(folder, "memory.max", MemoryBytes(engine));
            Write(folder, "pids.max", _options.PidsBudget);
            if (_options.CpuBudget is { } cpus)
            {
                File.WriteAllText($"{folder}/cpu.max", string.Create(CultureInfo.InvariantCulture, $"{Quota(cpus)} {PeriodMicroseconds}"));
            }
        });
    }

    private BuildCgroup MakeSplit(EngineInfo engine)
    {
        string[] roots = HostCgroups.Roots(Group);
        Array.ForEach(roots, HostCgroups.Sweep);
        BuildCgroup made = Named(roots);
        return Bounded(made, () =>
        {
            string memory = Folder("memory", made), pids = Folder("pids", made);
            Write(memory, "memory.limit_in_bytes", MemoryBytes(engine));
            if (File.Exists($"{memory}/memory.memsw.limit_in_bytes"))
            {
                Write(memory, "memory.memsw.limit_in_bytes", MemoryBytes(engine));
            }

            Write(pids, "pids.max", _options.PidsBudget);
            if (_options.CpuBudget is { } cpus)
            {
                string cpu = Folder("cpu", made);
                Write(cpu, "cpu.cfs_period_us", PeriodMicroseconds);
                Write(cpu, "cpu.cfs_quota_us", Quota(cpus));
            }
        });
    }

    // Half a group is none: its name would promise bounds that it does not have.
    private static BuildCgroup Bounded(BuildCgroup made, Action bound)
    {
        try
        {
            bound();
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }

    private static string Folder(string controller, BuildCgroup made)
    {
        if (!File.Exists($"{Mount}/{controller}/cgroup.procs"))
        {
            throw new IOException($"there is no {controller} controller");
        }

        return Directory.CreateDirectory($"{Mount}/{controller}{made.Name}").FullName;
    }

    private static BuildCgroup Named(IReadOnlyList<string> roots)
    {
        string own = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        string name = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{own}");

        // The engine makes the group in every hierarchy and leaves it there: it is removed from each.
        return new BuildCgroup($"/{Group}/{name}", [.. roots.Select(root => $"{root}/{name}")]);
    }

    private long MemoryBytes(EngineInfo engine) => _options.MemoryBudgetBytes ?? engine.MemoryBytes / 4 * 3;

    private static long Quota(double cpus) => (long)Math.Ceiling(cpus * PeriodMicroseconds);

    private static void Write(string folder, string file, long value) =>
        File.WriteAllText($"{folder}/{file}", value.ToString(CultureInfo.InvariantCulture));

    private static partial class Log
    {
        [LoggerMessage(
            6801, LogLevel.Debug,
            "The kernel holds each call to its limits, but not all together, because {Reason}; Sandboxes:CgroupParent can name a group")]
        public static partial void NoGroup(ILogger logger, string reason);
    }
}
