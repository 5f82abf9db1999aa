using SkillHost.Skills;

namespace SkillHost.Sandboxes.Held;

/// <summary>The sessions that are open on this host.</summary>
public interface ISessions
{
    /// <summary>Those that are open, in no order.</summary>
    IReadOnlyList<HeldInfo> Open { get; }

    /// <summary>
    /// Ends a session; its container is removed in the background, and a call under way in it ends as unavailable. False where there is
    /// none.
    /// </summary>
    bool End(SkillName skill, SessionId session);
}
