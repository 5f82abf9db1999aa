namespace SkillHost.Containers;

/// <summary>
/// What differs from container to container. Everything else is the hardening baseline, which the engine's client adds to every
/// container and which nothing here can weaken: no capabilities, no new privileges, own seccomp profile, read-only root, private
/// namespaces, no log driver, no health check, black-hole DNS, masked paths, removal on exit.
/// </summary>
public sealed record ContainerSpec
{
    /// <summary>Unique name, chosen by the host so that a container can be removed even when the answer to its creation was lost.</summary>
    public required string Name { get; init; }

    /// <summary>Image id (<c>sha256:…</c>), never a tag.</summary>
    public required string ImageId { get; init; }

    /// <summary>Process 1 and its arguments. Never holds anything a caller said.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Folder that process 1 starts in. Default <c>/</c>.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>Environment of process 1. Names the image sets and this does not are set to empty by the engine's client.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of the image's own environment, which process 1 must not see.</summary>
    public IReadOnlyList<string> ImageEnvironment { get; init; } = [];

    /// <summary>Numeric user and group; at least 100000.</summary>
    public required uint UserId { get; init; }

    /// <summary>Labels; every key the host later reads is set here, so that an image cannot plant it.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Bytes of memory, swap included.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Processors, such as 0.5.</summary>
    public required double Cpus { get; init; }

    /// <summary>Tasks (processes and threads), process 1's own included.</summary>
    public required int Pids { get; init; }

    /// <summary>Open files per process. Default 1024.</summary>
    public int OpenFiles { get; init; } = 1024;

    /// <summary>CPU seconds per process after which the kernel kills it, should host and process 1 both fail to.</summary>
    public int? CpuSeconds { get; init; }

    /// <summary>Memory file systems.</summary>
    public IReadOnlyList<TmpfsSpec> Tmpfs { get; init; } = [];

    /// <summary>Bytes of <c>/dev/shm</c>. Default 16 MiB.</summary>
    public long SharedMemoryBytes { get; init; } = 16L << 20;

    /// <summary>Folders of the host.</summary>
    public IReadOnlyList<BindMountSpec> Mounts { get; init; } = [];

    /// <summary>Network mode. Default none.</summary>
    public ContainerNetwork Network { get; init; } = ContainerNetwork.None;

    /// <summary>
    /// Whether the image brings <c>/etc/hosts</c> and <c>/etc/resolv.conf</c> of its own. Without a network and without <see cref="Hosts"/>
    /// the engine then makes none, which halves the time a start takes; loopback works as ever. Default no.
    /// </summary>
    public bool HasNetworkFiles { get; init; }

    /// <summary>Names that resolve inside, name to address.</summary>
    public IReadOnlyDictionary<string, string> Hosts { get; init; } = new Dictionary<string, string>();

    /// <summary>OCI runtime, or null for the engine's default.</summary>
    public string? Runtime { get; init; }

    /// <summary>Parent control group, or null for the engine's default.</summary>
    public string? CgroupParent { get; init; }
}
