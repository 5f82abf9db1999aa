using SkillHost.Containers;

namespace SkillHost.Policies;

/// <summary>What one function's container may do: asked for by the manifest and allowed by the operator. Immutable.</summary>
public sealed record SandboxPolicy
{
    /// <summary>Resources.</summary>
    public required ResourceLimits Limits { get; init; }

    /// <summary>Network of the container.</summary>
    public ContainerNetwork Network { get; init; }

    /// <summary>Hosts that may be reached by name, without any network; null for none. Never together with a network.</summary>
    public EgressPolicy? Egress { get; init; }

    /// <summary>How it reaches others, as results and listings name it: <c>none</c>, <c>allowlist</c> or <c>bridge</c>.</summary>
    public string NetworkMode => Network == ContainerNetwork.Bridge ? "bridge" : Egress is null ? "none" : "allowlist";

    /// <summary>Folders of the host.</summary>
    public IReadOnlyList<MountGrant> Mounts { get; init; } = [];

    /// <summary>Secrets its process finds.</summary>
    public IReadOnlyList<SecretGrant> Secrets { get; init; } = [];

    /// <summary>First of <see cref="UserIdCount"/> user ids that belong to this skill alone; at least 100000.</summary>
    public required uint FirstUserId { get; init; }

    /// <summary>User ids per skill: calls at the same time take different ones, since the kernel counts some limits per user.</summary>
    public const int UserIdCount = 64;

    /// <summary>Whether <c>/tmp</c> may hold programs. Default no; a compiler's runtime needs it.</summary>
    public bool ExecutableTmp { get; init; }

    /// <summary>
    /// Whether there is no container at all: the function runs as a process of the host's own user, and of its limits only time and output
    /// hold. Default no; for an operator's own development.
    /// </summary>
    public bool Unsandboxed { get; init; }

    /// <summary>OCI runtime, or null for the engine's default.</summary>
    public string? Runtime { get; init; }

    /// <summary>
    /// Where each value came from: <c>default</c>, <c>runtime</c>, <c>skill</c>, <c>function</c> or <c>operator</c>, by name such as
    /// <c>limits.memory</c>.
    /// </summary>
    public IReadOnlyDictionary<string, string> Origins { get; init; } = new Dictionary<string, string>();
}
