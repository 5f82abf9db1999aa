using System.Text.Json;

namespace SkillHost.Skills;

/// <summary>One example call.</summary>
/// <param name="Arguments">The arguments; valid against the input schema.</param>
/// <param name="Result">The expected result; null when only success is expected.</param>
public sealed record FunctionExample(JsonElement Arguments, JsonElement? Result);
