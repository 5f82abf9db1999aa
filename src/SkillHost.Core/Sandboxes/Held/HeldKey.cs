using SkillHost.Skills;

namespace SkillHost.Sandboxes.Held;

/// <summary>Whose a container is that outlives a call.</summary>
/// <param name="Skill">Skill.</param>
/// <param name="Session">The session, or null where calls share it.</param>
/// <param name="Shared">What calls share it by: policy, image and preparation; empty for a session.</param>
internal readonly record struct HeldKey(SkillName Skill, SessionId? Session, string Shared);
