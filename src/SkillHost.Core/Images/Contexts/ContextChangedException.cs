namespace SkillHost.Images.Contexts;

/// <summary>A folder is no longer what was hashed, so what would be sent is not what its tag says.</summary>
internal sealed class ContextChangedException(string message) : IOException(message);
