namespace SkillHost.Audit;

/// <summary>A record that waits to be written, together with others.</summary>
internal sealed class PendingRecord(AuditRecord record)
{
    /// <summary>The record.</summary>
    public AuditRecord Record { get; } = record;

    /// <summary>Whether somebody has tried to write it.</summary>
    public bool IsDone { get; set; }

    /// <summary>Why it could not be written, or null.</summary>
    public AuditException? Failure { get; set; }
}
