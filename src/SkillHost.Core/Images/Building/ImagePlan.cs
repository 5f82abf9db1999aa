using SkillHost.Images.Contexts;

namespace SkillHost.Images.Building;

/// <summary>All that goes into one image, and therefore its name.</summary>
/// <param name="Subject">What it is for.</param>
/// <param name="Tag">Name and the first 32 hex digits of <paramref name="Content"/>.</param>
/// <param name="Content">SHA-256 of all that goes in, in hex.</param>
/// <param name="Dockerfile">What the engine is given.</param>
/// <param name="Context">The folder's files.</param>
/// <param name="Prefix">Where they lie in the context sent; empty or ending in <c>/</c>.</param>
internal sealed record ImagePlan(BuildSubject Subject, string Tag, string Content, string Dockerfile, BuildContext Context, string Prefix)
{
    /// <summary>The bases that are pinned in it, by name and id.</summary>
    public IReadOnlyList<PinnedBase> Bases { get; init; } = [];
}
