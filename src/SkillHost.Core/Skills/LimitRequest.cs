namespace SkillHost.Skills;

/// <summary>Resources a manifest asks for; each a ceiling, never a reservation. Null is absent.</summary>
public sealed record LimitRequest
{
    /// <summary>Processors, such as 0.5.</summary>
    public double? Cpus { get; init; }

    /// <summary>Bytes of memory; swap is always off.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Processes and threads.</summary>
    public int? Pids { get; init; }

    /// <summary>Wall-clock time of one call.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Bytes of <c>/tmp</c>.</summary>
    public long? TmpBytes { get; init; }

    /// <summary>Bytes kept of standard output, and as many of standard error.</summary>
    public long? OutputBytes { get; init; }

    /// <summary>Bytes of <c>/in</c>, where a call's files are.</summary>
    public long? InBytes { get; init; }

    /// <summary>Bytes of <c>/out</c>, where a call leaves files.</summary>
    public long? OutBytes { get; init; }
}
