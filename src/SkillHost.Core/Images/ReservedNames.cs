namespace SkillHost.Images;

/// <summary>Names that are the host's own, in build contexts and in images.</summary>
internal static class ReservedNames
{
    /// <summary>How they start.</summary>
    public const string Prefix = ".skillhost";

    /// <summary>The Dockerfile the engine is given.</summary>
    public const string Dockerfile = ".skillhost.Dockerfile";

    /// <summary>The archive with process 1.</summary>
    public const string InitArchive = ".skillhost.init.tar";

    /// <summary>Process 1 in every skill image.</summary>
    public const string Init = "/.skillhost/init";

    /// <summary>Where a skill's folder is laid on its runtime.</summary>
    public const string SkillFolder = "/skill";

    /// <summary>Who a runtime's image is left to: nobody in particular.</summary>
    public const string User = "65532:65532";
}
