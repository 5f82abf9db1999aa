namespace SkillHost.Skills;

/// <summary>How containers are shared between calls.</summary>
public enum SkillIsolation
{
    /// <summary>Every call gets a container that no call has used.</summary>
    Fresh,

    /// <summary>One container per skill and conversation.</summary>
    Session,

    /// <summary>One container serves many calls.</summary>
    Shared,
}
