namespace SkillHost.Audit;

/// <summary>One line of the log: a record and its place in the chain.</summary>
public sealed record AuditEntry
{
    /// <summary>Number of the line, from 1, across all files.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was written, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What happened.</summary>
    public required AuditRecord Record { get; init; }

    /// <summary>Hash of the line before; 64 zeros for the first.</summary>
    public required string Previous { get; init; }

    /// <summary>SHA-256 over <see cref="Previous"/> and everything else in the line, lower-case hexadecimal.</summary>
    public string Hash { get => field ?? ""; init; }
}
