using SkillHost.Skills;

namespace SkillHost.Sandboxes.Pools;

/// <summary>Which containers stand in for each other, so long as their image is the same.</summary>
/// <param name="Skill">Skill.</param>
/// <param name="PolicyHash">Names the effective policy.</param>
/// <param name="Preparation">What was done in them; empty for nothing.</param>
internal readonly record struct WarmKey(SkillName Skill, string PolicyHash, string Preparation);
