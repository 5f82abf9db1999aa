using SkillHost.App.Cli.Rendering;
using Spectre.Console;

namespace SkillHost.App.Cli.Doctoring;

/// <summary>Findings for people: one line each, the remedy below what needs one.</summary>
internal static class FindingTable
{
    private const int Columns = 100;

    /// <summary>Writes the findings in the order they were made, then how many are bad.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<Finding> findings)
    {
        int width = findings.Max(f => f.Check.Length);
        string indent = new(' ', width + 8);
        int room = Math.Max(30, Math.Min(Columns, console.Profile.Width) - indent.Length);
        foreach (Finding finding in findings)
        {
            (string word, string colour) = Show(finding.Verdict);
            string[] lines = [.. Fold(finding.Seen, room), .. finding.Remedy is { } remedy ? Fold("→ " + remedy, room) : []];
            console.MarkupLineInterpolated($"[{colour}]{word}[/]  {finding.Check.PadRight(width)}  {lines[0]}");
            foreach (string line in lines.Skip(1))
            {
                console.WriteLine(indent + line);
            }
        }

        console.WriteLine();
        console.WriteLine(Sum(findings));
    }

    private static string Sum(IReadOnlyList<Finding> findings)
    {
        int fails = findings.Count(f => f.Verdict == Verdict.Fail);
        int warnings = findings.Count(f => f.Verdict == Verdict.Warn);
        return fails > 0 ? $"{Amount.Count(fails, "thing")} missing, {Amount.Count(warnings, "warning")}"
            : warnings > 0 ? $"nothing missing, {Amount.Count(warnings, "warning")}"
            : "nothing missing";
    }

    private static (string Word, string Colour) Show(Verdict verdict) => verdict switch
    {
        Verdict.Ok => ("ok  ", "green"),
        Verdict.Warn => ("warn", "yellow"),
        _ => ("FAIL", "red bold"),
    };

    private static IEnumerable<string> Fold(string text, int room)
    {
        string line = "";
        foreach (string word in SafeText.CleanLine(text).Split(' '))
        {
            if (line.Length > 0 && line.Length + word.Length + 1 > room)
            {
                yield return line;
                line = "  ";
            }

            line = line.Length is 0 or 2 && string.IsNullOrWhiteSpace(line) ? line + word : $"{line} {word}";
        }

        yield return line;
    }
}
