namespace SkillHost.Containers;

/// <summary>What a container is now.</summary>
public sealed record ContainerState
{
    /// <summary>Full id.</summary>
    public required string Id { get; init; }

    /// <summary>Whether its process 1 runs.</summary>
    public required bool Running { get; init; }

    /// <summary>Exit code of process 1, once it has ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Whether the kernel killed something in it for want of memory.</summary>
    public bool OutOfMemory { get; init; }

    /// <summary>The engine's own account of a failed start, empty otherwise.</summary>
    public string Error { get; init; } = "";

    /// <summary>Number of its process 1 on the engine's machine, or null when it does not run.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Folders and volumes as the engine made them; memory file systems are not among them.</summary>
    public IReadOnlyList<MountState> Mounts { get; init; } = [];
}
