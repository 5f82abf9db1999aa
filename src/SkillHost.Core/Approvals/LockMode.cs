namespace SkillHost.Approvals;

/// <summary>What the lock file decides.</summary>
public enum LockMode
{
    /// <summary>Nothing: it is not read when skills are loaded.</summary>
    Off,

    /// <summary>A skill that is not as approved is loaded with a warning.</summary>
    Warn,

    /// <summary>A skill that is not as approved is refused, and a call on an image of files that were not approved is denied.</summary>
    Enforce,
}
