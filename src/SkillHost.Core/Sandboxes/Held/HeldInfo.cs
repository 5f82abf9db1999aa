using SkillHost.Skills;

namespace SkillHost.Sandboxes.Held;

/// <summary>A session that is open.</summary>
/// <param name="Skill">Skill.</param>
/// <param name="Session">Which one.</param>
/// <param name="Age">Time since it began.</param>
/// <param name="Idle">Time since its last call; zero while one is under way.</param>
public sealed record HeldInfo(SkillName Skill, SessionId Session, TimeSpan Age, TimeSpan Idle);
