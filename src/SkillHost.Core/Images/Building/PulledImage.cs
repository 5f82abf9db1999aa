using SkillHost.Containers;

namespace SkillHost.Images.Building;

/// <summary>What a registry gave.</summary>
/// <param name="Image">The image, or null.</param>
/// <param name="Note">Why it was not taken although it may be there; empty otherwise.</param>
internal sealed record PulledImage(ImageInfo? Image, string Note)
{
    /// <summary>Nothing, for no reason worth a word.</summary>
    public static PulledImage None { get; } = new(null, "");
}
