namespace SkillHost.Policies.Configuration;

/// <summary>Reads a value from text; false when the text is none.</summary>
internal delegate bool TryParse<T>(string text, out T value);
