using SkillHost.Images;
using SkillHost.Skills;

namespace SkillHost.Tools;

/// <summary>Builds images, and asks those that hold a server for its tools.</summary>
internal sealed class ListingImageBuilder(IImageBuilder images, ToolLister lister) : IImageBuilder
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<ImageBuildReport>> BuildAsync(
        IReadOnlyList<Skill> skills, ImageBuildRequest options, IProgress<ImageBuildProgress> progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<ImageBuildReport> built = await images.BuildAsync(skills, options, progress, cancellationToken);
        ImageBuildReport[] reports = [.. built];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, reports.Length, parallel, async (at, stop) =>
        {
            bool good = reports[at].Outcome is ImageBuildOutcome.Built or ImageBuildOutcome.Pulled or ImageBuildOutcome.UpToDate;
            if (good && !options.CheckOnly && skills[at].Protocol == SkillProtocol.Mcp)
            {
                reports[at] = await lister.ListAsync(skills[at], reports[at], stop);
            }
        });
        return reports;
    }

    /// <inheritdoc />
    public Task<ImageBuildReport> GetImageAsync(Skill skill, CancellationToken cancellationToken) =>
        images.GetImageAsync(skill, cancellationToken);

    /// <inheritdoc />
    public void Forget(SkillName skill) => images.Forget(skill);
}
