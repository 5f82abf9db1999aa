using Microsoft.Extensions.Logging;
using SkillHost.Containers;
using SkillHost.Skills;

namespace SkillHost.Images.Building;

/// <summary>Builds one skill and reports how it went; what the skill did wrong never throws.</summary>
internal sealed partial class SkillReports(
    SkillImageBuilder images, SharedImages shared, LastGoodImages lastGood, TimeProvider time, ILogger<SkillReports> logger)
{
    /// <summary>Builds if need be.</summary>
    public async Task<BuiltSkill> BuildAsync(Skill skill, ImageRun run, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        BuiltSkill built;
        try
        {
            MadeImage made = await images.MakeAsync(skill, run, cancellationToken);
            var report = new ImageBuildReport { Skill = skill.Name, Outcome = made.Outcome, Image = made.Image, Note = made.Note };
            built = new BuiltSkill(await PushAsync(report, made.Image, run, cancellationToken), Lasting: true);
        }
        catch (Exception e) when (e is ImageFailedException or EngineException or IOException or UnauthorizedAccessException)
        {
            built = await FailedAsync(skill, e, run, cancellationToken);
        }

        built = built with { Report = built.Report with { Elapsed = time.GetElapsedTime(start) } };
        Tell(built.Report);
        return built;
    }

    private async Task<ImageBuildReport> PushAsync(
        ImageBuildReport report, SkillImage image, ImageRun run, CancellationToken cancellationToken)
    {
        if (run.Request.PushTo is not { } registry || run.Request.CheckOnly)
        {
            return report;
        }

        try
        {
            await shared.PushAsync(image, registry, report.Skill.Value, run, cancellationToken);
            return report with { Pushed = true };
        }
        catch (EngineException e)
        {
            return report with { PushFailure = $"the image is here, and {registry} does not have it: {SafeText.Line(e.Message)}" };
        }
    }

    private async Task<BuiltSkill> FailedAsync(Skill skill, Exception e, ImageRun run, CancellationToken cancellationToken)
    {
        var failed = e as ImageFailedException;
        SkillImage? image = await lastGood.FindAsync(skill, run, cancellationToken);
        bool stale = failed is { Stale: true };
        string message = SafeText.Line(e.Message) + (image == null || stale ? "" : "; the last good image still serves");
        var report = new ImageBuildReport
        {
            Skill = skill.Name,
            Outcome = stale ? ImageBuildOutcome.Stale : failed is { Refused: true } ? ImageBuildOutcome.Refused : ImageBuildOutcome.Failed,
            Image = image,
            Failures = failed?.Failures ?? [],
            Message = message,
            OutputTail = failed?.OutputTail ?? [],
        };
        return new BuiltSkill(report, Lasting: failed is { Transient: false });
    }

    private void Tell(ImageBuildReport report)
    {
        if (report.Outcome == ImageBuildOutcome.Built)
        {
            Log.Built(logger, report.Skill, report.Image?.Tag ?? "", report.Elapsed);
        }
        else if (report.Outcome is ImageBuildOutcome.Refused or ImageBuildOutcome.Failed)
        {
            Log.NotBuilt(logger, report.Skill, report.Outcome, report.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2610, LogLevel.Information, "Built {Skill} as {Tag} in {Elapsed}")]
        public static partial void Built(ILogger logger, SkillName skill, string tag, TimeSpan elapsed);

        [LoggerMessage(2611, LogLevel.Warning, "{Skill} was not built ({Outcome}): {Message}")]
        public static partial void NotBuilt(ILogger logger, SkillName skill, ImageBuildOutcome outcome, string message);
    }
}
