namespace SkillHost.Images;

/// <summary>How a build ended.</summary>
public enum ImageBuildOutcome
{
    /// <summary>Nothing had changed.</summary>
    UpToDate,

    /// <summary>A new image was made.</summary>
    Built,

    /// <summary>Another host's image of the same content was taken from the registry.</summary>
    Pulled,

    /// <summary>It would have to be built, and only that was asked.</summary>
    Stale,

    /// <summary>The folder or Dockerfile was refused before any step ran.</summary>
    Refused,

    /// <summary>A step failed, or a bound was reached.</summary>
    Failed,
}
