using SkillHost.Skills;

namespace SkillHost.Images;

/// <summary>Removes images that nothing needs any more.</summary>
public interface IImagePruner
{
    /// <summary>
    /// Removes what this host built from the folders of these skills and from its runtimes, all but what serves now; returns the names
    /// or ids removed. An image a container runs on stays. Throws <see cref="SkillHost.Containers.EngineException"/> when no engine
    /// answers.
    /// </summary>
    /// <param name="keep">The skills that are loaded; each keeps its current image, or its last good one.</param>
    /// <param name="age">Only images made at least this long ago; zero for all.</param>
    /// <param name="cancellationToken">Stops between two images.</param>
    Task<IReadOnlyList<string>> PruneAsync(IReadOnlyList<Skill> keep, TimeSpan age, CancellationToken cancellationToken);
}
