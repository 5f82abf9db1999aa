namespace SkillHost.Audit;

/// <summary>Where calls are written down. A call that cannot be written down does not happen.</summary>
public interface IAuditLog
{
    /// <summary>Throws <see cref="AuditException"/> when a record could not be written now. Asked before a call begins.</summary>
    ValueTask EnsureWritableAsync(CancellationToken cancellationToken);

    /// <summary>Writes a record before the call's result is given out; throws <see cref="AuditException"/> when it cannot.</summary>
    ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken);
}
