using SkillHost.Containers;
using SkillHost.Images.Building;
using SkillHost.Images.Runtimes;
using SkillHost.Skills;

namespace SkillHost.Images;

/// <summary>Lists the images of SkillHost's that the engine has.</summary>
public sealed class ImageInventory
{
    private readonly IImageEngine _engine;
    private readonly ImageRecords _records;
    private readonly RuntimeCatalog _runtimes;

    internal ImageInventory(IImageEngine engine, ImageRecords records, RuntimeCatalog runtimes)
    {
        _engine = engine;
        _records = records;
        _runtimes = runtimes;
    }

    /// <summary>
    /// Every image, runtimes first, then by name, newest first. Throws <see cref="EngineException"/> when no engine answers.
    /// </summary>
    public async Task<IReadOnlyList<StoredImage>> ListAsync(IReadOnlyList<Skill> loaded, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        IReadOnlyList<ImageInfo> images = await _engine.ListImagesAsync(
            new Dictionary<string, string> { [ImageLabels.Content] = "" }, cancellationToken);
        ImageInfo[] skills = [.. images.Where(i => i.Labels.ContainsKey(ImageLabels.Skill))];
        ImageInfo[] runtimes = [.. images.Except(skills).Where(i => i.Labels.ContainsKey(ImageLabels.Runtime))];
        HashSet<string> newest =
        [
            // Builds look runtimes up by name; one that lost its name serves no new image.
            .. runtimes.Where(i => i.Tags.Count > 0).GroupBy(i => i.Labels[ImageLabels.Runtime])
                .Select(g => g.MaxBy(i => i.CreatedAt)).OfType<ImageInfo>().Select(i => i.Id),
        ];
        IReadOnlyList<string> known = _runtimes.Names;
        return
        [
            .. runtimes.Select(i => Describe(
                    i, ImageLabels.Runtime, StateOf(known.Contains(i.Labels[ImageLabels.Runtime]), newest.Contains(i.Id))))
                .Concat(skills.Select(i => Describe(i, ImageLabels.Skill, StateOf(i, loaded))))
                .OrderByDescending(i => i.IsRuntime).ThenBy(i => i.Name, StringComparer.Ordinal).ThenByDescending(i => i.CreatedAt),
        ];
    }

    private StoredImageState StateOf(ImageInfo image, IReadOnlyList<Skill> loaded)
    {
        Skill? skill = loaded.FirstOrDefault(s => s.Name.Value == image.Labels[ImageLabels.Skill]);
        bool serves = skill is not null && _records.Get(skill.Name.Value, skill.Folder).Image?.Id == image.Id;
        bool fromHere = skill is not null && image.Labels.GetValueOrDefault(ImageLabels.Source) == SkillImageBuilder.Source(skill);
        return StateOf(fromHere || serves, serves);
    }

    private static StoredImageState StateOf(bool fromHere, bool serves) =>
        serves && fromHere ? StoredImageState.Current : fromHere ? StoredImageState.Old : StoredImageState.Elsewhere;

    private static StoredImage Describe(ImageInfo image, string nameLabel, StoredImageState state) => new()
    {
        Name = image.Labels[nameLabel],
        IsRuntime = nameLabel == ImageLabels.Runtime,
        State = state,
        Id = image.Id,
        Tag = image.Tags.Count > 0 ? image.Tags[0] : "",
        Content = image.Labels.GetValueOrDefault(ImageLabels.Content, ""),
        SizeBytes = image.SizeBytes,
        CreatedAt = image.CreatedAt,
    };
}
