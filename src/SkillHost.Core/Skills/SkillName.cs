namespace SkillHost.Skills;

/// <summary>A skill's name by the Agent Skills rules: 1–64 of <c>a-z 0-9 -</c>, no hyphen at either end, no two in a row.</summary>
/// <param name="Value">The name; equals the folder's.</param>
public readonly record struct SkillName(string Value)
{
    /// <summary>What is wanted instead of <paramref name="name"/>, or null when it may be a skill's.</summary>
    public static string? Misses(string name) => Names.SkillMisses(name);

    /// <inheritdoc />
    public override string ToString() => Value;
}
