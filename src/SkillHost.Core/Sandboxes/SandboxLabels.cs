namespace SkillHost.Sandboxes;

/// <summary>
/// Labels the host sets on every container of a call. Read back only together with the container's name, which no image can set.
/// </summary>
public static class SandboxLabels
{
    /// <summary><c>&lt;state id&gt;/&lt;host id&gt;</c> of the host that made it.</summary>
    public const string Owner = "skillhost.owner";

    /// <summary>What it is for; <see cref="CallKind"/> for calls.</summary>
    public const string Kind = "skillhost.kind";

    /// <summary>Skill.</summary>
    public const string Skill = "skillhost.skill";

    /// <summary>Invocation id.</summary>
    public const string Call = "skillhost.call";

    /// <summary>When it should be gone, in Unix milliseconds.</summary>
    public const string Deadline = "skillhost.deadline";

    /// <summary>Value of <see cref="Kind"/> for the container of one call.</summary>
    public const string CallKind = "call";
}
