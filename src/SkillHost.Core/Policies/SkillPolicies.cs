using SkillHost.Skills;

namespace SkillHost.Policies;

/// <summary>The effective policies of one skill, or everything that was refused.</summary>
/// <param name="Skill">The skill.</param>
/// <param name="Functions">Effective policy by function name; empty when refused.</param>
/// <param name="Failures">Requests over a ceiling or not granted, with their place in the manifest.</param>
public sealed record SkillPolicies(
    Skill Skill, IReadOnlyDictionary<string, SandboxPolicy> Functions, IReadOnlyList<SkillFailure> Failures);
