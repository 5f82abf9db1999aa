using SkillHost.Images;
using Spectre.Console;

namespace SkillHost.App.Cli.Rendering;

/// <summary>How builds went, for people.</summary>
internal static class BuildTable
{
    /// <summary>Writes one row per skill.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<ImageBuildReport> reports) =>
        Tables.Write(console, ["Skill", "Result", "Time", "Size", "Image"], reports.Select(report => (string[])
        [
            report.Skill.Value,
            Name(report),
            Amount.Time(report.Elapsed),
            report.Image is { } image ? Amount.Bytes(image.SizeBytes) : "-",
            report.Image?.Tag ?? "-",
        ]));

    /// <summary>Writes why each failed build failed, with the end of its output.</summary>
    public static void WriteFailures(TextWriter output, IEnumerable<ImageBuildReport> reports)
    {
        foreach (ImageBuildReport report in reports.Where(IsFailure))
        {
            output.WriteLine();
            string serving = report.Image is null ? "; there is no earlier image" : "";
            string reason = report.Failures.Count > 0 ? "not built" : SafeText.CleanLine(report.Message);
            output.WriteLine($"{report.Skill}: {reason}{serving}");
            FailureReport.Write(output, report.Failures);
            foreach (string line in report.OutputTail)
            {
                output.WriteLine($"  | {SafeText.CleanLine(line)}");
            }
        }
    }

    /// <summary>Writes what changed, what could not be pushed, and what else an operator should know.</summary>
    public static void WriteNotes(TextWriter output, IEnumerable<ImageBuildReport> reports)
    {
        foreach (ImageBuildReport report in reports)
        {
            string stale = report.Outcome == ImageBuildOutcome.Stale ? report.Message : "";
            foreach (string note in ((string[])[stale, report.Note, report.PushFailure]).Where(n => n.Length > 0))
            {
                output.WriteLine($"{report.Skill}: {SafeText.CleanLine(note)}");
            }
        }
    }

    /// <summary>Whether the skill could not be built as it is now.</summary>
    public static bool IsFailure(ImageBuildReport report) => report.Outcome is ImageBuildOutcome.Failed or ImageBuildOutcome.Refused;

    /// <summary>Whether all that was asked for is so.</summary>
    public static bool IsDone(ImageBuildReport report) =>
        !IsFailure(report) && report.Outcome != ImageBuildOutcome.Stale && report.PushFailure.Length == 0;

    private static string Name(ImageBuildReport report)
    {
        string outcome = report.Outcome switch
        {
            ImageBuildOutcome.UpToDate => "up to date",
            ImageBuildOutcome.Built => "built",
            ImageBuildOutcome.Pulled => "pulled",
            ImageBuildOutcome.Stale => "stale",
            ImageBuildOutcome.Refused => "refused",
            _ => "failed",
        };
        return report.Pushed ? outcome + ", pushed" : report.PushFailure.Length > 0 ? outcome + ", not pushed" : outcome;
    }
}
