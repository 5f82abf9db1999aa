namespace SkillHost.Policies;

/// <summary>What a caller asks for one call. It may only narrow: a wider value is refused.</summary>
public sealed record PolicyNarrowing
{
    /// <summary>Shorter time.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Less memory, in bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Fewer processors.</summary>
    public double? Cpus { get; init; }

    /// <summary>Fewer processes and threads.</summary>
    public int? Pids { get; init; }

    /// <summary>Less output, in bytes.</summary>
    public long? OutputBytes { get; init; }

    /// <summary>No network, whatever the policy says.</summary>
    public bool NoNetwork { get; init; }
}
