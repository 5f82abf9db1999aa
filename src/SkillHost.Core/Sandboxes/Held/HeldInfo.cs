using SkillHost.Skills;

namespace SkillHost.Sandboxes.Held;

/// <summary>A session that is open.</summary>
/// <param name="Skill">Skill.</param>
/// <param name="Session">Its id, as its calls give it.</param>
/// <param name="Age">Time since it began.</param>
/// <param name="Idle">Time since its last call; zero while one is under way.</param>
public sealed record HeldInfo(SkillName Skill, string Session, TimeSpan Age, TimeSpan Idle);
