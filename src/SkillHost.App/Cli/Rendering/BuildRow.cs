using SkillHost.Images;
using SkillHost.Skills;

namespace SkillHost.App.Cli.Rendering;

/// <summary>A build as <c>build --json</c> prints it.</summary>
internal sealed record BuildRow
{
    public required string Skill { get; init; }

    public required ImageBuildOutcome Outcome { get; init; }

    public required double ElapsedMs { get; init; }

    /// <summary>Id of the image that serves now, or null.</summary>
    public required string? Image { get; init; }

    public required string? Tag { get; init; }

    public required long? SizeBytes { get; init; }

    public required string Message { get; init; }

    public required string Note { get; init; }

    public required bool Pushed { get; init; }

    public required string PushFailure { get; init; }

    public required IReadOnlyList<SkillFailure> Failures { get; init; }

    public required IReadOnlyList<string> OutputTail { get; init; }

    /// <summary>The row of <paramref name="report"/>.</summary>
    public static BuildRow Of(ImageBuildReport report) => new()
    {
        Skill = report.Skill.Value,
        Outcome = report.Outcome,
        ElapsedMs = report.Elapsed.TotalMilliseconds,
        Image = report.Image?.Id,
        Tag = report.Image?.Tag,
        SizeBytes = report.Image?.SizeBytes,
        Message = report.Message,
        Note = report.Note,
        Pushed = report.Pushed,
        PushFailure = report.PushFailure,
        Failures = report.Failures,
        OutputTail = report.OutputTail,
    };
}
