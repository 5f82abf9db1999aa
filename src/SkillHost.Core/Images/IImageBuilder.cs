using SkillHost.Skills;

namespace SkillHost.Images;

/// <summary>Turns skills into images, and finds those already made.</summary>
public interface IImageBuilder
{
    /// <summary>
    /// Builds what has changed. Never throws for what a skill did wrong: each skill has its report, in the order given.
    /// Throws <see cref="SkillHost.Containers.EngineException"/> when no engine answers at all.
    /// </summary>
    /// <param name="skills">The skills.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Lines as they come.</param>
    /// <param name="cancellationToken">Stops the builds and removes their containers.</param>
    Task<IReadOnlyList<ImageBuildReport>> BuildAsync(
        IReadOnlyList<Skill> skills,
        ImageBuildRequest options,
        IProgress<ImageBuildProgress> progress,
        CancellationToken cancellationToken);

    /// <summary>
    /// The image to call a skill on: the current one, built if need be, or the last good one with the failure in its report.
    /// Remembered until <see cref="Forget"/>; the hot path touches neither engine nor disk.
    /// </summary>
    Task<ImageBuildReport> GetImageAsync(Skill skill, CancellationToken cancellationToken);

    /// <summary>Forgets what was remembered of a skill, because its folder changed or the engine lost the image.</summary>
    void Forget(SkillName skill);
}
