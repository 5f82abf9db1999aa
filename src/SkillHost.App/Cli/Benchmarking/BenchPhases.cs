namespace SkillHost.App.Cli.Benchmarking;

/// <summary>Where the time of calls went.</summary>
internal sealed record BenchPhases
{
    /// <summary>Noting, checking, waiting for a place.</summary>
    public required Percentiles Queue { get; init; }

    /// <summary>Getting a container and starting the process.</summary>
    public required Percentiles Acquire { get; init; }

    /// <summary>The process itself.</summary>
    public required Percentiles Run { get; init; }

    /// <summary>Output and result.</summary>
    public required Percentiles Collect { get; init; }
}
