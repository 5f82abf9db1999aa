namespace SkillHost.Containers;

/// <summary>What an engine says of itself.</summary>
public sealed record EngineInfo
{
    /// <summary>Where it was reached, such as <c>unix:///var/run/docker.sock</c>.</summary>
    public required string Address { get; init; }

    /// <summary>The engine's version, such as <c>20.10.24</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The API version both sides speak, such as <c>1.41</c>.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>Kernel architecture in .NET's names: <c>x64</c>, <c>arm64</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>1 or 2.</summary>
    public int CgroupVersion { get; init; }

    /// <summary><c>cgroupfs</c>, <c>systemd</c> or <c>none</c>.</summary>
    public string CgroupDriver { get; init; } = "";

    /// <summary>Security options such as <c>seccomp</c>, <c>apparmor</c>, <c>userns</c>, <c>rootless</c>.</summary>
    public IReadOnlyList<string> SecurityOptions { get; init; } = [];

    /// <summary>Processors the engine has.</summary>
    public int Processors { get; init; }

    /// <summary>Bytes of memory the engine has.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Whether this process and the engine share a kernel, so that host paths can be mounted and cgroups made.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Warnings of the engine, such as "No swap limit support".</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Names of the runtimes the engine offers, such as <c>runc</c>.</summary>
    public IReadOnlyList<string> Runtimes { get; init; } = [];

    /// <summary>
    /// Parts of the baseline the engine cannot enforce (<c>memory cpus pids seccomp</c>); unless empty, it creates no container.
    /// </summary>
    public IReadOnlyList<string> Unenforced { get; init; } = [];

    /// <summary>Whether swap can be limited; without it, a container may take as much swap as there is.</summary>
    public bool HasSwapLimit { get; init; }

    /// <summary>Kernel release, such as <c>6.1.0-13-amd64</c>.</summary>
    public string KernelVersion { get; init; } = "";

    /// <summary>Storage driver, such as <c>overlay2</c>.</summary>
    public string StorageDriver { get; init; } = "";

    /// <summary>File system below the storage driver as the engine names it, such as <c>xfs</c>; empty where it does not say.</summary>
    public string StorageFileSystem { get; init; } = "";
}
