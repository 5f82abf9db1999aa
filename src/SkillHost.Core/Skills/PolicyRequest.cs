namespace SkillHost.Skills;

/// <summary>What a manifest asks for. Null means absent: the enclosing level or the operator's default holds.</summary>
public sealed record PolicyRequest
{
    /// <summary>Resources.</summary>
    public LimitRequest Limits { get; init; } = new();

    /// <summary>Network; null is absent. Present and empty means none.</summary>
    public NetworkRequest? Network { get; init; }

    /// <summary>Folders, by names the operator has bound; null is absent.</summary>
    public IReadOnlyList<MountRequest>? Mounts { get; init; }

    /// <summary>Secrets, by names the operator has bound; null is absent.</summary>
    public IReadOnlyList<SecretRequest>? Secrets { get; init; }
}
