namespace SkillHost.Skills;

/// <summary>A folder a manifest asks for.</summary>
/// <param name="Source">Name the operator has bound to a folder.</param>
/// <param name="Target">Absolute path inside.</param>
/// <param name="Writable">Whether <c>access: write</c> was asked for.</param>
public sealed record MountRequest(string Source, string Target, bool Writable);
