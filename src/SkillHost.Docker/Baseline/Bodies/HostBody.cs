namespace SkillHost.Docker.Baseline.Bodies;

/// <summary>The half of a container's configuration that concerns the engine's machine.</summary>
internal sealed record HostBody
{
    public required bool Privileged { get; init; }

    public required IReadOnlyList<string> CapDrop { get; init; }

    public required IReadOnlyList<string> CapAdd { get; init; }

    public required IReadOnlyList<string> SecurityOpt { get; init; }

    public required bool ReadonlyRootfs { get; init; }

    public required IReadOnlyDictionary<string, string> Tmpfs { get; init; }

    public required long ShmSize { get; init; }

    public required long Memory { get; init; }

    public required long MemorySwap { get; init; }

    public long? MemorySwappiness { get; init; }

    public required bool OomKillDisable { get; init; }

    public required int OomScoreAdj { get; init; }

    public required long NanoCpus { get; init; }

    public required int CpuShares { get; init; }

    public required long PidsLimit { get; init; }

    public required IReadOnlyList<UlimitBody> Ulimits { get; init; }

    public required string IpcMode { get; init; }

    public required string PidMode { get; init; }

    public required string UTSMode { get; init; }

    public required string UsernsMode { get; init; }

    public required string CgroupnsMode { get; init; }

    public string? CgroupParent { get; init; }

    public required string NetworkMode { get; init; }

    public IReadOnlyList<string>? Dns { get; init; }

    public IReadOnlyList<string>? DnsSearch { get; init; }

    public required IReadOnlyList<string> ExtraHosts { get; init; }

    public required bool PublishAllPorts { get; init; }

    public required IReadOnlyList<MountBody> Mounts { get; init; }

    public required IReadOnlyList<string> Devices { get; init; }

    public required IReadOnlyList<string> MaskedPaths { get; init; }

    public required IReadOnlyList<string> ReadonlyPaths { get; init; }

    public required LogBody LogConfig { get; init; }

    public required RestartBody RestartPolicy { get; init; }

    public required bool AutoRemove { get; init; }

    public required bool Init { get; init; }

    public string? Runtime { get; init; }
}
