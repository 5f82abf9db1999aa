namespace SkillHost.Skills;

/// <summary>What one folder under <c>skills/</c> came to: a skill, or everything that is wrong with it.</summary>
/// <param name="Folder">Folder name.</param>
/// <param name="Skill">The skill, or null when there are failures.</param>
/// <param name="Failures">All failures; empty for a skill.</param>
public sealed record SkillLoadResult(string Folder, Skill? Skill, IReadOnlyList<SkillFailure> Failures);
