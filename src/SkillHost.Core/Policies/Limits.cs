using SkillHost.Skills;

namespace SkillHost.Policies;

/// <summary>Joins limits of several levels.</summary>
internal static class Limits
{
    /// <summary>Memory that <c>/dev/shm</c> may take, and so is not left to <c>/tmp</c>.</summary>
    private const long SharedMemoryBytes = 16L << 20;

    /// <summary>What a function has when nobody states anything.</summary>
    public static LimitRequest BuiltIn { get; } = ToRequest(new ResourceLimits());

    /// <summary>The fields of <paramref name="upper"/>, and where absent those of <paramref name="lower"/>.</summary>
    public static LimitRequest Over(LimitRequest upper, LimitRequest lower) => new()
    {
        Cpus = upper.Cpus ?? lower.Cpus,
        MemoryBytes = upper.MemoryBytes ?? lower.MemoryBytes,
        Pids = upper.Pids ?? lower.Pids,
        Timeout = upper.Timeout ?? lower.Timeout,
        TmpBytes = upper.TmpBytes ?? lower.TmpBytes,
        OutputBytes = upper.OutputBytes ?? lower.OutputBytes,
        InBytes = upper.InBytes ?? lower.InBytes,
        OutBytes = upper.OutBytes ?? lower.OutBytes,
    };

    /// <summary>The lower of each field; an absent one is no bound.</summary>
    public static LimitRequest Lower(LimitRequest one, LimitRequest other) => new()
    {
        Cpus = Lower(one.Cpus, other.Cpus),
        MemoryBytes = Lower(one.MemoryBytes, other.MemoryBytes),
        Pids = Lower(one.Pids, other.Pids),
        Timeout = Lower(one.Timeout, other.Timeout),
        TmpBytes = Lower(one.TmpBytes, other.TmpBytes),
        OutputBytes = Lower(one.OutputBytes, other.OutputBytes),
        InBytes = Lower(one.InBytes, other.InBytes),
        OutBytes = Lower(one.OutBytes, other.OutBytes),
    };

    /// <summary>Bytes of shared memory in a container: 16 MiB, or a quarter of a small memory.</summary>
    public static long Shared(long memoryBytes) => Math.Min(SharedMemoryBytes, memoryBytes / 4);

    /// <summary>
    /// The most <c>/tmp</c> may hold beside the shared memory: together half the memory. A memory file system that is larger than what
    /// the container may use ends its writer by the out-of-memory killer; a smaller one tells it that the disk is full.
    /// </summary>
    public static long MostTmp(long memoryBytes) => (memoryBytes / 2) - Shared(memoryBytes);

    /// <summary>
    /// The most <c>/tmp</c> may hold beside <c>/in</c> and <c>/out</c> as well; negative where those do not fit by themselves.
    /// </summary>
    public static long MostTmp(ResourceLimits limits) => MostTmp(limits.MemoryBytes) - limits.InBytes - limits.OutBytes;

    /// <summary>Limits of which every field is stated.</summary>
    public static ResourceLimits ToLimits(LimitRequest complete)
    {
        ResourceLimits builtIn = new();
        return new ResourceLimits
        {
            Cpus = complete.Cpus ?? builtIn.Cpus,
            MemoryBytes = complete.MemoryBytes ?? builtIn.MemoryBytes,
            Pids = complete.Pids ?? builtIn.Pids,
            Timeout = complete.Timeout ?? builtIn.Timeout,
            TmpBytes = complete.TmpBytes ?? builtIn.TmpBytes,
            OutputBytes = complete.OutputBytes ?? builtIn.OutputBytes,
            InBytes = complete.InBytes ?? builtIn.InBytes,
            OutBytes = complete.OutBytes ?? builtIn.OutBytes,
        };
    }

    /// <summary>The same limits as a request of which every field is stated.</summary>
    public static LimitRequest ToRequest(ResourceLimits limits) => new()
    {
        Cpus = limits.Cpus,
        MemoryBytes = limits.MemoryBytes,
        Pids = limits.Pids,
        Timeout = limits.Timeout,
        TmpBytes = limits.TmpBytes,
        OutputBytes = limits.OutputBytes,
        InBytes = limits.InBytes,
        OutBytes = limits.OutBytes,
    };

    private static T? Lower<T>(T? one, T? other)
        where T : struct, IComparable<T> =>
        one is { } a && other is { } b ? (a.CompareTo(b) <= 0 ? a : b) : one ?? other;
}
