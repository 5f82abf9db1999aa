namespace SkillHost.Audit;

/// <summary>The log cannot be written or read. The message names the remedy but no path.</summary>
public sealed class AuditException(string message, Exception? inner = null) : Exception(message, inner);
