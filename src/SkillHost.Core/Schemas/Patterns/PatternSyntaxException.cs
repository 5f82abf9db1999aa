namespace SkillHost.Schemas.Patterns;

/// <summary>A pattern that is no ECMA-262 regular expression, or one of a kind that cannot be checked here.</summary>
internal sealed class PatternSyntaxException(string message) : Exception(message);
