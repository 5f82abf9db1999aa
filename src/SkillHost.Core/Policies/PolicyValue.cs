namespace SkillHost.Policies;

/// <summary>One value of an effective policy, with everything that had a say in it.</summary>
public sealed record PolicyValue
{
    /// <summary>Name, such as <c>limits.memory</c> or <c>network</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The value that holds, as manifests write it.</summary>
    public required string Value { get; init; }

    /// <summary>
    /// Where it came from: <c>default</c>, <c>runtime</c>, <c>skill</c>, <c>function</c>, <c>operator</c> or <c>host</c>.
    /// </summary>
    public required string Origin { get; init; }

    /// <summary>The most that may be asked, or null where there is no such thing.</summary>
    public string? Ceiling { get; init; }

    /// <summary>Whether the ceiling is this skill's own. Default no: the general one.</summary>
    public bool HasOwnCeiling { get; init; }

    /// <summary>Every level that states the value, the one that holds first.</summary>
    public IReadOnlyList<StatedValue> Stated { get; init; } = [];

    /// <summary>Key of the configuration by which the operator replaces the value, or null where none does.</summary>
    public string? Key { get; init; }
}
