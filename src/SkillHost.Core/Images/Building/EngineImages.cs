using SkillHost.Containers;

namespace SkillHost.Images.Building;

/// <summary>The engine's images as one listing showed them, so that a hundred skills cost one question.</summary>
internal sealed class EngineImages
{
    private readonly Dictionary<string, ImageInfo> _byTag = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImageInfo> _byId = new(StringComparer.Ordinal);

    /// <summary>Takes a listing.</summary>
    public EngineImages(IReadOnlyList<ImageInfo> images)
    {
        foreach (ImageInfo image in images)
        {
            _byId[image.Id] = image;
            foreach (string tag in image.Tags)
            {
                _byTag[ImageReference.Short(tag)] = image;
            }
        }
    }

    /// <summary>The image of that familiar name, or null.</summary>
    public ImageInfo? FindTag(string tag) => _byTag.GetValueOrDefault(tag);

    /// <summary>The image with that name, if all that went into it is the same; null otherwise.</summary>
    public ImageInfo? FindContent(string tag, string content) =>
        FindTag(tag) is { } image && image.Labels.GetValueOrDefault(ImageLabels.Content) == content ? image : null;

    /// <summary>Whether the engine had it.</summary>
    public bool Has(string id) => _byId.ContainsKey(id);

    /// <summary>The newest image with all of the labels, or null.</summary>
    public ImageInfo? Newest(params (string Name, string Value)[] labels) => _byId.Values
        .Where(i => labels.All(l => i.Labels.GetValueOrDefault(l.Name) == l.Value))
        .MaxBy(i => i.CreatedAt);
}
