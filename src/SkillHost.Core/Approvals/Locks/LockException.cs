namespace SkillHost.Approvals.Locks;

/// <summary>The lock file cannot be believed. The message says what was seen and what is wanted.</summary>
public sealed class LockException(string message, Exception? inner = null) : Exception(message, inner);
