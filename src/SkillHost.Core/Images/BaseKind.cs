namespace SkillHost.Images;

/// <summary>What an image is built from.</summary>
internal enum BaseKind
{
    /// <summary>An image of the engine or of a registry.</summary>
    Image,

    /// <summary>A runtime of this host.</summary>
    Runtime,

    /// <summary>Nothing: <c>FROM scratch</c>.</summary>
    Scratch,
}
