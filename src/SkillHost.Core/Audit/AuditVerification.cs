namespace SkillHost.Audit;

/// <summary>What a check of the whole chain found.</summary>
/// <param name="Entries">Lines that hold.</param>
/// <param name="Head">Hash of the last of them: keep it elsewhere, and a log cut short will show.</param>
/// <param name="Problem">File, line and what is wrong with the first line that does not hold, or null.</param>
public sealed record AuditVerification(long Entries, string Head, string? Problem)
{
    /// <summary>Number of the first line; above 1 where earlier files were moved away.</summary>
    public long First { get; init; } = 1;

    /// <summary>Number of the last line that holds; 0 for an empty log.</summary>
    public long Last => First + Entries - 1;

    /// <summary>
    /// Whether the last file ends within a line: its writer died in the middle of it, or writes it now. Such a line never counted.
    /// </summary>
    public bool IsTorn { get; init; }

    /// <summary>Number of the line with the hash that was asked for, or null.</summary>
    public long? ExpectedAt { get; init; }

    /// <summary>Whether every line holds.</summary>
    public bool Holds => Problem is null;
}
