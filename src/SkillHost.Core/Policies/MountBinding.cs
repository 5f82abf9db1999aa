namespace SkillHost.Policies;

/// <summary>A folder of the host that the operator has given a name.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Writable">Whether a skill that is granted write access may write to it. Default no.</param>
public sealed record MountBinding(string Path, bool Writable = false);
