namespace SkillHost.Approvals.Locks;

/// <summary>Where the lock file is.</summary>
/// <param name="Path">Absolute path of the file.</param>
public sealed record LockPath(string Path);
