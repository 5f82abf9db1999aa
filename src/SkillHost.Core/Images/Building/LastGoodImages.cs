using SkillHost.Containers;
using SkillHost.Skills;

namespace SkillHost.Images.Building;

/// <summary>Finds the image that serves when the current one cannot be built.</summary>
internal sealed class LastGoodImages(ImageRecords records, InitBinaries inits, SkillImageBuilder images)
{
    /// <summary>The last good image that is still on the engine and holds this host's process 1, or null.</summary>
    public async Task<SkillImage?> FindAsync(Skill skill, ImageRun run, CancellationToken cancellationToken)
    {
        try
        {
            string init = inits.Get(run.Engine.Architecture).Hash;
            ImageRecord record = records.Get(skill.Name.Value, skill.Folder);
            if (record.Image is { } image && record.InitHash == init && await run.Images.HasAsync(image.Id, cancellationToken))
            {
                return image;
            }

            Dictionary<string, string> own = new()
            {
                [ImageLabels.Skill] = skill.Name.Value,
                [ImageLabels.Source] = SkillImageBuilder.Source(skill),
                [ImageLabels.Init] = init,
            };
            ImageInfo? found = await run.Images.NewestAsync(own, cancellationToken);
            return found is { Tags.Count: > 0 }
                ? await images.DescribeAsync(skill, ImageReference.Short(found.Tags[0]), found.Id, cancellationToken)
                : null;
        }
        catch (Exception e) when (e is ImageFailedException or EngineException)
        {
            return null;
        }
    }
}
