using SkillHost.Containers;
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

    public required ContainerNetwork Network { get; init; }

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
        Network = policy.Network,
    };

    /// <summary>One line for people.</summary>
    public override string ToString() =>
        $"{Amount.Time(TimeSpan.FromMilliseconds(TimeoutMs))}, {Amount.Bytes(MemoryBytes)}, {Amount.Cpus(Cpus)} cpu, {Pids} pids, "
        + $"network {NetworkName(Network)}";

    /// <summary><c>none</c> or <c>bridge</c>.</summary>
    public static string NetworkName(ContainerNetwork network) => network == ContainerNetwork.None ? "none" : "bridge";
}
