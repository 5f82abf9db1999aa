using SkillHost.Skills;

namespace SkillHost.Policies;

/// <summary>What the operator says of one skill.</summary>
public sealed class SkillPolicyOptions
{
    /// <summary>Limits that take the place of whatever the manifest asks, in every function of the skill.</summary>
    public LimitRequest Limits { get; set; } = new();

    /// <summary>Ceilings that take the place of the general ones, higher or lower.</summary>
    public LimitRequest Ceilings { get; set; } = new();

    /// <summary>Whether the skill may ask for the engine's bridge, and so reach every address the host can. Default no.</summary>
    public bool AllowBridge { get; set; }

    /// <summary>Hosts that this skill may ask for beside the general ones. Default none.</summary>
    public IReadOnlyList<HostGrant> AllowHosts { get; set; } = [];

    /// <summary>Whether calls of the skill may share one container at the same time (<c>isolation: shared</c>). Default no.</summary>
    public bool AllowShared { get; set; }

    /// <summary>Bound folders that the skill may ask for, by name, and how far. Default none.</summary>
    public IDictionary<string, MountAccess> Mounts { get; } = new Dictionary<string, MountAccess>(StringComparer.Ordinal);

    /// <summary>Waiting containers that the skill may ask for; null for the general <see cref="PolicyOptions.MaxWarm"/>. 0–16.</summary>
    public int? MaxWarm { get; set; }

    /// <summary>
    /// Secrets that the skill may have: by the name its manifest uses, the name in the operator's stores. Default none.
    /// </summary>
    public IDictionary<string, string> Secrets { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Whether its functions run as processes of the host's own user instead of in containers, with nothing bounded but time and output.
    /// Default no; needs <see cref="PolicyOptions.AllowUnsandboxed"/>.
    /// </summary>
    public bool Unsandboxed { get; set; }

    /// <summary>OCI runtime of this skill, one of <see cref="PolicyOptions.Runtimes"/>; null for the general one.</summary>
    public string? Runtime { get; set; }
}
