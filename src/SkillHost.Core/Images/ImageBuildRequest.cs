namespace SkillHost.Images;

/// <summary>How to build.</summary>
public sealed record ImageBuildRequest
{
    /// <summary>Build even when nothing changed, ignoring cached layers. Default false.</summary>
    public bool NoCache { get; init; }

    /// <summary>Ask their registries for newer base images. Default false.</summary>
    public bool PullBases { get; init; }

    /// <summary>
    /// Registry to take images from that other hosts have built of the same content, such as <c>registry.example:5000</c>. Null for the
    /// configured one. With <see cref="NoCache"/> none is asked.
    /// </summary>
    public string? PullFrom { get; init; }

    /// <summary>Registry to give every image to once it is there, those of the runtimes included. Null gives none away.</summary>
    public string? PushTo { get; init; }

    /// <summary>Only find out what would have to be built. Nothing is built, pulled or pushed. Default false.</summary>
    public bool CheckOnly { get; init; }

    /// <summary>Builds at the same time. Default 2; 1–16.</summary>
    public int Parallel { get; init; } = 2;
}
