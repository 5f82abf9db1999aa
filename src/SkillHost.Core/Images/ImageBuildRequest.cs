namespace SkillHost.Images;

/// <summary>How to build.</summary>
public sealed record ImageBuildRequest
{
    /// <summary>Build even when nothing changed, ignoring cached layers. Default false.</summary>
    public bool NoCache { get; init; }

    /// <summary>Ask the registry for newer base images. Default false.</summary>
    public bool Pull { get; init; }

    /// <summary>Builds at the same time. Default 2; 1–16.</summary>
    public int Parallel { get; init; } = 2;
}
