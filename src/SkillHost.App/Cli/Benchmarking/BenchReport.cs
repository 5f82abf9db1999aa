namespace SkillHost.App.Cli.Benchmarking;

/// <summary>What <c>bench</c> found. Null is what could not be measured.</summary>
internal sealed record BenchReport
{
    public required string Function { get; init; }

    /// <summary>Calls made.</summary>
    public required int Calls { get; init; }

    /// <summary>Callers at once.</summary>
    public required int Callers { get; init; }

    /// <summary>Containers that were to wait.</summary>
    public required int Warm { get; init; }

    /// <summary>Calls by status.</summary>
    public required IReadOnlyDictionary<string, int> Statuses { get; init; }

    /// <summary>Half of the calls were faster, in milliseconds.</summary>
    public required double P50Ms { get; init; }

    public required double P90Ms { get; init; }

    public required double P99Ms { get; init; }

    public required BenchPhases Phases { get; init; }

    /// <summary>Part of the calls that found a waiting container.</summary>
    public required double HitRate { get; init; }

    /// <summary>Calls in a second of the whole measurement; waiting for pools counts.</summary>
    public required double CallsPerSecond { get; init; }

    /// <summary>The same process as <c>docker run --rm</c> starts it, in milliseconds.</summary>
    public double? DockerRunP50Ms { get; init; }

    /// <summary>How that was measured: the program <c>docker</c>, or the same requests to the engine.</summary>
    public string? DockerRunBy { get; init; }

    /// <summary>How many times longer <c>docker run</c> takes.</summary>
    public double? Ratio { get; init; }
}
