namespace SkillHost.Images;

/// <summary>Labels the host sets on the images it builds; no Dockerfile can set them.</summary>
public static class ImageLabels
{
    /// <summary>The skill an image was built from.</summary>
    public const string Skill = "skillhost.image.skill";

    /// <summary>The runtime an image is.</summary>
    public const string Runtime = "skillhost.image.runtime";

    /// <summary>SHA-256, in hex, of all that went into an image.</summary>
    public const string Content = "skillhost.image.content";

    /// <summary>Which skills folder an image was built from: the first 16 hex digits of its path's SHA-256.</summary>
    public const string Source = "skillhost.image.source";

    /// <summary>SHA-256, in hex, of the process 1 in an image.</summary>
    public const string Init = "skillhost.image.init";
}
