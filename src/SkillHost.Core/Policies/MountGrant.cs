namespace SkillHost.Policies;

/// <summary>A folder that the operator has bound and a manifest has asked for.</summary>
/// <param name="Name">The operator's name for it.</param>
/// <param name="Source">Canonical path on the host, checked.</param>
/// <param name="Target">Absolute path inside.</param>
/// <param name="Writable">Whether the skill may write to it.</param>
public sealed record MountGrant(string Name, string Source, string Target, bool Writable);
