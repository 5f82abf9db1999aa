namespace SkillHost.Audit;

/// <summary>Where calls are written down. A call that cannot be written down does not happen.</summary>
public interface IAuditLog
{
    /// <summary>
    /// Notes that a call is about to begin, so that it shows as <c>lost</c> if this process dies before its end is written. Throws
    /// <see cref="AuditException"/> when it cannot be noted, or its end could not be written now: it must not run.
    /// </summary>
    ValueTask BeginAsync(AuditRecord record, CancellationToken cancellationToken);

    /// <summary>Writes a record before the call's result is given out; throws <see cref="AuditException"/> when it cannot.</summary>
    ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a record for every call whose process died before its end, and gives their number. Throws <see cref="AuditException"/>
    /// when it cannot.
    /// </summary>
    ValueTask<int> RecoverAsync(CancellationToken cancellationToken);
}
