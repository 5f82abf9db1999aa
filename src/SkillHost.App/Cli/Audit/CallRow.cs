using SkillHost.Audit;

namespace SkillHost.App.Cli.Audit;

/// <summary>One call as <c>logs</c> lists it.</summary>
/// <param name="Time">When it was written down, UTC.</param>
/// <param name="Function">Such as <c>csv-summary.summarise</c>.</param>
/// <param name="Outcome">A status, or <c>lost</c>.</param>
/// <param name="DurationMs">Milliseconds; 0 for a lost call.</param>
/// <param name="InvocationId">The call.</param>
internal sealed record CallRow(DateTimeOffset Time, string Function, string Outcome, double DurationMs, string InvocationId)
{
    public static CallRow Of(AuditEntry entry) => new(
        entry.Time, $"{entry.Record.Skill}.{entry.Record.Function}", entry.Record.Outcome,
        entry.Record.DurationMs, entry.Record.InvocationId);
}
