using SkillHost.Policies;

namespace SkillHost.App.Cli.Rendering;

/// <summary>A policy's limits as JSON names them.</summary>
internal sealed record Limits
{
    public required double Cpus { get; init; }

    public required long MemoryBytes { get; init; }

    public required int Pids { get; init; }

    public required double TimeoutMs { get; init; }

    public required long TmpBytes { get; init; }

    public required long OutputBytes { get; init; }

    public required long InBytes { get; init; }

    public required long OutBytes { get; init; }

    /// <summary><c>none</c>, <c>allowlist</c> or <c>bridge</c>.</summary>
    public required string Network { get; init; }

    /// <summary>With <c>allowlist</c>: the hosts, as the manifest writes them.</summary>
    public IReadOnlyList<string>? AllowHosts { get; init; }

    /// <summary>The limits of <paramref name="policy"/>.</summary>
    public static Limits Of(SandboxPolicy policy) => new()
    {
        Cpus = policy.Limits.Cpus,
        MemoryBytes = policy.Limits.MemoryBytes,
        Pids = policy.Limits.Pids,
        TimeoutMs = policy.Limits.Timeout.TotalMilliseconds,
        TmpBytes = policy.Limits.TmpBytes,
        OutputBytes = policy.Limits.OutputBytes,
        InBytes = policy.Limits.InBytes,
        OutBytes = policy.Limits.OutBytes,
        Network = policy.NetworkMode,
        AllowHosts = policy.Egress is { } egress ? [.. egress.Entries.Select(entry => entry.ToString())] : null,
    };

    /// <summary>One line for people.</summary>
    public override string ToString() =>
        $"{Amount.Time(TimeSpan.FromMilliseconds(TimeoutMs))}, {Amount.Bytes(MemoryBytes)}, {Amount.Cpus(Cpus)} cpu, {Pids} pids, "
        + $"network {Network}";
}
