namespace SkillHost.Policies;

/// <summary>
/// The hosts a function may reach by name, and how much. Nothing else can be reached: there is no interface but loopback.
/// </summary>
public sealed record EgressPolicy
{
    /// <summary>The hosts, in the order of the manifest; at least one.</summary>
    public required IReadOnlyList<EgressEntry> Entries { get; init; }

    /// <summary>What one call may use of them.</summary>
    public EgressLimits Limits { get; init; } = new();

    /// <summary>Whether any entry stands for more than one host, and so a proxy is offered inside.</summary>
    public bool HasWildcards => Entries.Any(entry => entry.IsWildcard);

    /// <summary>The entries as manifests write them.</summary>
    public override string ToString() => string.Join(", ", Entries);
}
