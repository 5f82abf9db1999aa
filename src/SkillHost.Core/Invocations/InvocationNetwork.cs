using SkillHost.Egress;
using SkillHost.Policies;

namespace SkillHost.Invocations;

/// <summary>What a call reached over the network.</summary>
public sealed record InvocationNetwork
{
    /// <summary><c>none</c>, <c>allowlist</c> or <c>bridge</c>; <c>host</c> where it ran without a sandbox.</summary>
    public string Mode { get; init; } = "none";

    /// <summary>Entries <c>host:port</c> that were reached.</summary>
    public IReadOnlyList<string> Reached { get; init; } = [];

    /// <summary>Entries that were denied, with the reason.</summary>
    public IReadOnlyList<string> Denied { get; init; } = [];

    /// <summary>Bytes sent.</summary>
    public long BytesSent { get; init; }

    /// <summary>Bytes received.</summary>
    public long BytesReceived { get; init; }

    internal static InvocationNetwork Of(SandboxPolicy policy, EgressReport report) => new()
    {
        Mode = policy.NetworkMode,
        Reached = report.Reached,
        Denied = report.Denied,
        BytesSent = report.BytesSent,
        BytesReceived = report.BytesReceived,
    };
}
