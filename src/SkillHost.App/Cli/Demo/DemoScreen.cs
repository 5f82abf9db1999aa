using System.Text.Json;
using SkillHost.App.Cli.Rendering;
using SkillHost.Containers;
using SkillHost.Invocations;
using Spectre.Console;

namespace SkillHost.App.Cli.Demo;

/// <summary>What the demonstration shows, in order.</summary>
internal sealed class DemoScreen(IAnsiConsole console)
{
    private const int ResultLines = 12;

    /// <summary>Which engine does the work.</summary>
    public void ShowEngine(EngineInfo engine) => console.MarkupLineInterpolated(
        $"[bold]Engine[/]  {engine.Version} (API {engine.ApiVersion}) at {engine.Address}: {Size(engine)}");

    /// <summary>A heading with its body's first line below.</summary>
    public void ShowHeading(string text)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{text}[/]");
    }

    /// <summary>What is about to be called, as a command line that does the same.</summary>
    public void ShowCall(string title, DemoLine line)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{title}[/]");
        foreach (string part in line.Folded(console.Profile.Width - 3))
        {
            console.MarkupLineInterpolated($"[grey]{part}[/]");
        }
    }

    /// <summary>The beginning of the result, its time and its limits.</summary>
    public void ShowResult(DemoRecord record)
    {
        InvocationResult result = record.Result;
        string[] lines = SafeText.Clean(Text(result)).TrimEnd('\n').Split('\n');
        foreach (string line in lines.Take(ResultLines))
        {
            console.WriteLine(Tables.Cut($"  {line}", console.Profile.Width - 1));
        }

        if (lines.Length > ResultLines)
        {
            console.MarkupLineInterpolated($"[grey]  … {Amount.Count(lines.Length - ResultLines, "more line")}[/]");
        }

        string colour = result.IsOk ? "green" : "red";
        console.MarkupLine($"[{colour}]{InvocationJson.NameOf(result.Status)}[/] {Markup.Escape(Figures(result))}");
        console.MarkupLineInterpolated($"[grey]limits: {record.Limits}[/]");
    }

    /// <summary>What happened altogether, and what to do now.</summary>
    public void ShowEnd(IReadOnlyList<DemoRecord> records, TimeSpan elapsed)
    {
        int ok = records.Count(r => r.Result.IsOk);
        ShowHeading($"{ok} of {Amount.Count(records.Count, "call")} ok, {Amount.Time(elapsed)} in all.");
        console.WriteLine("Try next:");
        Grid next = new Grid().AddColumn(new GridColumn().NoWrap().Padding(2, 0, 2, 0)).AddColumn();
        next.AddRow($"{DemoLine.Program} list", "every function with its limits");
        next.AddRow($"{DemoLine.Program} run --help", "arguments, narrower limits, streaming");
        next.AddRow("README.md", "a skill of your own in two minutes");
        console.Write(next);
    }

    private static string Size(EngineInfo engine) =>
        $"{Amount.Count(engine.Processors, "processor")}, {Amount.Bytes(engine.MemoryBytes)}";

    private static string Text(InvocationResult result) => result switch
    {
        { IsOk: false } => result.Error ?? "",
        { Value: { ValueKind: JsonValueKind.String } text } => text.GetString() ?? "",
        { Value: { } value } => PrettyJson.Format(value),
        _ => "",
    };

    private static string Figures(InvocationResult result)
    {
        string text = $"in {Milliseconds(result.DurationMs)} "
            + $"(container {Milliseconds(result.Phases.AcquireMs)}, function {Milliseconds(result.Phases.RunMs)})";
        text += result.Usage.PeakMemoryBytes is { } peak ? $", peak memory {Amount.Bytes(peak)}" : "";
        return text + (result.Usage.CpuMs is { } cpu ? $", cpu {Milliseconds(cpu)}" : "");
    }

    private static string Milliseconds(double value) => Amount.Time(TimeSpan.FromMilliseconds(value));
}
