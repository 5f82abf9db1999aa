namespace SkillHost.Policies;

/// <summary>What one level says of a value.</summary>
/// <param name="Origin">The level, such as <c>runtime</c>.</param>
/// <param name="Value">What it says, as manifests write it.</param>
public sealed record StatedValue(string Origin, string Value);
