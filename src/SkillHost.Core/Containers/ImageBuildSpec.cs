namespace SkillHost.Containers;

/// <summary>One build. Every step of it runs under these bounds.</summary>
public sealed record ImageBuildSpec
{
    /// <summary>Name (<c>repository:tag</c>) of the result.</summary>
    public required string Tag { get; init; }

    /// <summary>Path of the Dockerfile inside the context. Default <c>Dockerfile</c>.</summary>
    public string Dockerfile { get; init; } = "Dockerfile";

    /// <summary>Labels of the result.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Build arguments.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; init; } = new Dictionary<string, string>();

    /// <summary>Network of the RUN steps. Default none.</summary>
    public ContainerNetwork Network { get; init; } = ContainerNetwork.None;

    /// <summary>Whether cached layers are ignored.</summary>
    public bool NoCache { get; init; }

    /// <summary>Bytes of memory of a RUN step, swap included.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Processors of a RUN step.</summary>
    public required double Cpus { get; init; }

    /// <summary>Bytes of the largest file a RUN step may write.</summary>
    public required long FileBytes { get; init; }

    /// <summary>Parent control group of the RUN steps (bounds processes), or null for the engine's default.</summary>
    public string? CgroupParent { get; init; }

    /// <summary>Time after which the build is abandoned and its containers removed.</summary>
    public required TimeSpan Timeout { get; init; }
}
