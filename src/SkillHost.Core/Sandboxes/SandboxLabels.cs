namespace SkillHost.Sandboxes;

/// <summary>
/// Labels the host sets on every container of a call. Read back only together with the container's name, which no image can set.
/// </summary>
public static class SandboxLabels
{
    /// <summary><c>&lt;state id&gt;/&lt;host id&gt;</c> of the host that made it.</summary>
    public const string Owner = "skillhost.owner";

    /// <summary>What it was made for, one of <see cref="Kinds"/>.</summary>
    public const string Kind = "skillhost.kind";

    /// <summary>Skill.</summary>
    public const string Skill = "skillhost.skill";

    /// <summary>Invocation id; absent where it was made before its call.</summary>
    public const string Call = "skillhost.call";

    /// <summary>When it should be gone, in Unix milliseconds.</summary>
    public const string Deadline = "skillhost.deadline";

    /// <summary>Value of <see cref="Kind"/> for the container of one call.</summary>
    public const string CallKind = "call";

    /// <summary>Every value of <see cref="Kind"/>; all of them go with their host.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Enum.GetValues<SandboxKind>().Select(KindOf)];

    /// <summary>Value of <see cref="Kind"/>: <c>call</c>, <c>warm</c>, <c>session</c> or <c>shared</c>.</summary>
    public static string KindOf(SandboxKind kind) => kind switch
    {
        SandboxKind.Warm => "warm",
        SandboxKind.Session => "session",
        SandboxKind.Shared => "shared",
        _ => CallKind,
    };
}
