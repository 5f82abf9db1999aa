using System.ComponentModel;
using SkillHost.Skills;

namespace SkillHost.Policies;

/// <summary>
/// What the operator allows. Section <c>SkillHost:Policies</c>; sizes and times are written as in manifests, and an unknown key is an
/// error.
/// </summary>
public sealed class PolicyOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "SkillHost:Policies";

    /// <summary>
    /// Limits of functions whose manifest and runtime state none; where null, those of <see cref="ResourceLimits"/>, or the ceiling if
    /// lower.
    /// </summary>
    public LimitRequest Defaults { get; set; } = new();

    /// <summary>
    /// The most a manifest may ask. Default 1 processor, 512 MiB, 256 processes, 300 s, 256 MiB of /tmp, 1 MiB of output, 64 MiB of
    /// /in and as much of /out.
    /// </summary>
    public LimitRequest Ceilings { get; set; } = new()
    {
        Cpus = 1.0,
        MemoryBytes = 512L << 20,
        Pids = 256,
        Timeout = TimeSpan.FromSeconds(300),
        TmpBytes = 256L << 20,
        OutputBytes = 1L << 20,
        InBytes = 64L << 20,
        OutBytes = 64L << 20,
    };

    /// <summary>What holds for single skills, by name. Default none.</summary>
    public IDictionary<string, SkillPolicyOptions> Skills { get; } = new Dictionary<string, SkillPolicyOptions>(StringComparer.Ordinal);

    /// <summary>Folders that skills may be given, by the name manifests use. Default none.</summary>
    public IDictionary<string, MountBinding> Mounts { get; } = new Dictionary<string, MountBinding>(StringComparer.Ordinal);

    /// <summary>
    /// Folders in which every bound folder must lie; null lets each stand where it is, empty lets none be bound. Default null.
    /// </summary>
    public IReadOnlyList<string>? MountRoots { get; set; }

    /// <summary>The host's own folders, which no skill is given, nor what holds one or lies in one. Set by the host itself.</summary>
    [Bindable(false)]
    public IReadOnlyList<string> HostFolders { get; set; } = [];

    /// <summary>Folders one function may have. Default 4; 0–16.</summary>
    public int MaxMounts { get; set; } = 4;

    /// <summary>Waiting containers that a manifest may ask for (<c>warm</c>). Default 4; 0–16.</summary>
    public int MaxWarm { get; set; } = 4;

    /// <summary>Hosts that every skill may ask for. Default none: skills reach nobody.</summary>
    public IList<HostGrant> AllowHosts { get; } = [];

    /// <summary>What one call may use of the hosts it reaches.</summary>
    public EgressLimits Egress { get; set; } = new();

    /// <summary>Ports on which only TLS that names the entry's host is let through, unless a grant says otherwise. Default 443.</summary>
    public IReadOnlyList<int> TlsPorts { get; set; } = [443];

    /// <summary>
    /// Whether skills may be run without a sandbox, where <see cref="SkillPolicyOptions.Unsandboxed"/> says so of them. Default no; never
    /// for anything but one's own development.
    /// </summary>
    public bool AllowUnsandboxed { get; set; }

    /// <summary>OCI runtimes that may be named below, such as <c>runsc</c>. Default none: only the engine's own default is used.</summary>
    public IReadOnlyList<string> Runtimes { get; set; } = [];

    /// <summary>OCI runtime of every skill; null for the engine's default.</summary>
    public string? Runtime { get; set; }
}
