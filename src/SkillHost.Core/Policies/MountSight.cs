namespace SkillHost.Policies;

/// <summary>A granted folder as it was when somebody looked.</summary>
/// <param name="Grant">The grant.</param>
/// <param name="Identity">Which folder it is, whatever its path; null where this system cannot tell.</param>
public sealed record MountSight(MountGrant Grant, string? Identity);
