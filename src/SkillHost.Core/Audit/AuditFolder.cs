namespace SkillHost.Audit;

/// <summary>Where the log is.</summary>
/// <param name="Path">Absolute path of the folder; made when first written to.</param>
public sealed record AuditFolder(string Path);
