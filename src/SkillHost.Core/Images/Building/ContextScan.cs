using SkillHost.Images.Contexts;
using SkillHost.Skills;

namespace SkillHost.Images.Building;

/// <summary>One look at a folder, with what was remembered of its files.</summary>
internal sealed class ContextScan(string label, string folder, ContextBounds bounds, FileHashes hashes)
{
    /// <summary>The hashes, to be remembered.</summary>
    public FileHashes Hashes { get; } = hashes;

    /// <summary>The context, or null with what is wrong added to <paramref name="failures"/>.</summary>
    public BuildContext? Run(ICollection<SkillFailure> failures, CancellationToken cancellationToken) =>
        new ContextScanner(label, bounds, Hashes, failures).Scan(folder, cancellationToken);
}
