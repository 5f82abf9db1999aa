using SkillHost.Sandboxes.Held;

namespace SkillHost.App.Http.Calls;

/// <summary>An open session as <c>GET /v1/sessions</c> gives it.</summary>
/// <param name="Session">Its id.</param>
/// <param name="Skill">The skill whose container it has.</param>
/// <param name="AgeMs">Milliseconds since it began.</param>
/// <param name="IdleMs">Milliseconds since its last call ended; 0 while one is under way.</param>
internal sealed record SessionRow(string Session, string Skill, double AgeMs, double IdleMs)
{
    /// <summary>The row of <paramref name="held"/>.</summary>
    public static SessionRow Of(HeldInfo held) =>
        new(held.Session.Id, held.Skill.Value, held.Age.TotalMilliseconds, held.Idle.TotalMilliseconds);
}
