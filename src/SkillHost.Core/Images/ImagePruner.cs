using Microsoft.Extensions.Options;
using SkillHost.Containers;
using SkillHost.Images.Building;
using SkillHost.Skills;

namespace SkillHost.Images;

/// <summary>Goes by the labels that only the host sets, and by what it remembers.</summary>
internal sealed class ImagePruner(IImageEngine engine, ImageRecords records, IOptions<ImageOptions> options, TimeProvider time)
    : IImagePruner
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> PruneAsync(IReadOnlyList<Skill> keep, TimeSpan age, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keep);
        HashSet<string> sources = [.. keep.Select(SkillImageBuilder.Source), ImageRecords.HashOf(Path.GetFullPath(options.Value.Folder))];
        HashSet<string> kept = [.. keep.Select(s => records.Get(s.Name.Value, s.Folder).Image?.Id).OfType<string>()];
        Dictionary<string, string> labels = new() { [ImageLabels.Source] = "" };
        ImageInfo[] ours =
        [
            .. (await engine.ListImagesAsync(labels, cancellationToken)).Where(i => sources.Contains(i.Labels[ImageLabels.Source])),
        ];
        kept.UnionWith(NewestRuntimes(ours));
        List<string> removed = [];

        // Newest first, so that an image goes before the one it was built on.
        foreach (ImageInfo image in ours.Where(i => !kept.Contains(i.Id) && IsOld(i, age)).OrderByDescending(i => i.CreatedAt))
        {
            removed.AddRange(await RemoveAsync(image, cancellationToken));
        }

        return removed;
    }

    private static IEnumerable<string> NewestRuntimes(ImageInfo[] images) => images
        .Where(i => i.Labels.TryGetValue(ImageLabels.Runtime, out string? name) && HasName(i, $"{ApprovedBases.RuntimePrefix}{name}:"))
        .GroupBy(i => i.Labels[ImageLabels.Runtime])
        .Select(g => g.MaxBy(i => i.CreatedAt)!.Id); // A group has a member.

    // A draft between two builds is nobody's yet; one older than any build may last was left behind.
    private bool IsOld(ImageInfo image, TimeSpan age)
    {
        TimeSpan since = time.GetUtcNow() - image.CreatedAt;
        return since >= age && (!HasName(image, SkillImageBuilder.DraftPrefix) || since > options.Value.BuildTimeout * 2);
    }

    private static bool HasName(ImageInfo image, string prefix) =>
        image.Tags.Any(t => ImageReference.Short(t).StartsWith(prefix, StringComparison.Ordinal));

    private async Task<IReadOnlyList<string>> RemoveAsync(ImageInfo image, CancellationToken cancellationToken)
    {
        List<string> removed = [];
        foreach (string name in image.Tags.DefaultIfEmpty(image.Id))
        {
            try
            {
                await engine.RemoveImageAsync(name, cancellationToken);
                removed.Add(name);
            }
            catch (EngineException e) when (e.Failure == EngineFailure.Conflict)
            {
                // In use: the next pruning takes it.
            }
        }

        return removed;
    }
}
