using SkillHost.Skills;

namespace SkillHost.Tools;

/// <summary>Skills with the functions of their servers.</summary>
/// <param name="Skills">All that nothing is wrong with, those without functions included.</param>
/// <param name="Unlisted">Names of skills whose server has not been asked yet.</param>
/// <param name="Failures">What is wrong with the others.</param>
internal sealed record ToolSkills(
    IReadOnlyList<Skill> Skills, IReadOnlyList<SkillName> Unlisted, IReadOnlyList<SkillFailure> Failures);
