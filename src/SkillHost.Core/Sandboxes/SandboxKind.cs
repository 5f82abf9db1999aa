namespace SkillHost.Sandboxes;

/// <summary>How a call came by its container.</summary>
public enum SandboxKind
{
    /// <summary>It was made for the call.</summary>
    Cold,

    /// <summary>It was started before and had waited, unused, for a call.</summary>
    Warm,

    /// <summary>It is the session's, and earlier calls of the session have used it.</summary>
    Session,

    /// <summary>Many calls use it at once.</summary>
    Shared,
}
