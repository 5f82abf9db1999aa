using System.Collections.Concurrent;
using SkillHost.Containers;

namespace SkillHost.Images.Building;

/// <summary>
/// The engine's images as one going through of skills sees them. For many skills they come from one listing; for a single one each name is
/// looked up once, when it is needed: to list, an engine goes through every image it has, which takes longer than to build none.
/// </summary>
internal sealed class EngineImages
{
    private readonly IImageEngine _engine;
    private readonly IReadOnlyList<ImageInfo>? _listed;
    private readonly ConcurrentDictionary<string, ImageInfo?> _byName = new(StringComparer.Ordinal);

    /// <summary>Looks names up as they are needed.</summary>
    public EngineImages(IImageEngine engine) => _engine = engine;

    /// <summary>Answers from a listing.</summary>
    public EngineImages(IImageEngine engine, IReadOnlyList<ImageInfo> listed)
        : this(engine)
    {
        _listed = listed;
        foreach (ImageInfo image in listed)
        {
            _byName[image.Id] = image;
            foreach (string tag in image.Tags)
            {
                _byName[ImageReference.Short(tag)] = image;
            }
        }
    }

    /// <summary>The image of that familiar name, or null.</summary>
    public async ValueTask<ImageInfo?> FindTagAsync(string tag, CancellationToken cancellationToken)
    {
        // An engine takes the beginning of an id for a name, too.
        ImageInfo? image = await LookAsync(tag, cancellationToken);
        return image?.Tags.Any(name => ImageReference.Short(name) == tag) == true ? image : null;
    }

    /// <summary>The image with that name, if all that went into it is the same; null otherwise.</summary>
    public async ValueTask<ImageInfo?> FindContentAsync(string tag, string content, CancellationToken cancellationToken) =>
        await FindTagAsync(tag, cancellationToken) is { } image && image.Labels.GetValueOrDefault(ImageLabels.Content) == content
            ? image
            : null;

    /// <summary>Whether the engine had it.</summary>
    public async ValueTask<bool> HasAsync(string id, CancellationToken cancellationToken) =>
        (await LookAsync(id, cancellationToken))?.Id == id;

    /// <summary>The newest image with all of the labels, or null.</summary>
    public async ValueTask<ImageInfo?> NewestAsync(IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        IReadOnlyList<ImageInfo> images = _listed ?? await _engine.ListImagesAsync(labels, cancellationToken);
        return images.Where(i => labels.All(l => i.Labels.GetValueOrDefault(l.Key) == l.Value)).MaxBy(i => i.CreatedAt);
    }

    private async ValueTask<ImageInfo?> LookAsync(string name, CancellationToken cancellationToken)
    {
        if (_byName.TryGetValue(name, out ImageInfo? known) || _listed != null)
        {
            return known;
        }

        return _byName.GetOrAdd(name, await _engine.FindImageAsync(name, cancellationToken));
    }
}
