namespace SkillHost.Audit;

/// <summary>What a check of the whole chain found.</summary>
/// <param name="Entries">Lines that hold.</param>
/// <param name="Head">Hash of the last of them: keep it elsewhere, and a log cut short will show.</param>
/// <param name="Problem">File, line and what is wrong with the first line that does not hold, or null.</param>
public sealed record AuditVerification(long Entries, string Head, string? Problem)
{
    /// <summary>Whether every line holds.</summary>
    public bool Holds => Problem is null;
}
