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
        $"[bold]Engine[/]  {engine.Version} (API {engine.ApiVersion}) at {engine.Address}: {Amount.Count(engine.Processors, "processor")}, {Amount.Bytes(engine.MemoryBytes)}");

    /// <summary>A heading with its body's first line below.</summary>
    public void ShowHeading(string text)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{text}[/]");
    }

    /// <summary>What is about to be called, as a command line that does the same.</summary>
    public void ShowCall(string title, string command)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{title}[/]");
        console.MarkupLineInterpolated($"[grey]$ {command}[/]");
    }

    /// <summary>The beginning of the result, its time and its limits.</summary>
    public void ShowResult(DemoRecord record)
    {
        InvocationResult result = record.Result;
        string[] lines = SafeText.Clean(Text(result)).TrimEnd('\n').Split('\n');
        foreach (string line in lines.Take(ResultLines))
        {
            console.WriteLine($"  {line}");
        }

        if (lines.Length > ResultLines)
        {
            console.MarkupLineInterpolated($"[grey]  … {Amount.Count(lines.Length - ResultLines, "line")} more[/]");
        }

        string colour = result.IsOk ? "green" : "red";
        console.MarkupLine($"[{colour}]{InvocationJson.NameOf(result.Status)}[/] {Markup.Escape(Figures(result))}");
        console.MarkupLineInterpolated($"[grey]limits: {record.Limits}[/]");
    }

    /// <summary>What happened altogether, and what to do now.</summary>
    public void ShowEnd(IReadOnlyList<DemoRecord> records, TimeSpan elapsed)
    {
        int ok = records.Count(r => r.Result.IsOk);
        ShowHeading($"{ok} of {Amount.Count(records.Count, "call")} ok, {Amount.Time(elapsed)} in all, and no container is left.");
        console.WriteLine("Try next:");
        console.WriteLine($"  {DemoLine.Program} list                     every function with its limits");
        console.WriteLine($"  {DemoLine.Program} run FUNCTION --json      a whole result: status, phases, usage");
        console.WriteLine($"  {DemoLine.Program} run --help               arguments, narrower limits, streaming");
        console.WriteLine("  README.md                          a skill of your own in two minutes");
    }

    private static string Text(InvocationResult result) => result switch
    {
        { IsOk: false } => result.Error ?? "",
        { Value: { ValueKind: JsonValueKind.String } text } => text.GetString() ?? "",
        { Value: { } value } => Json.Indent(value),
        _ => "",
    };

    private static string Figures(InvocationResult result)
    {
        string text = $"in {Milliseconds(result.DurationMs)} (container {Milliseconds(result.Phases.AcquireMs)}, function {Milliseconds(result.Phases.RunMs)})";
        text += result.Usage.PeakMemoryBytes is { } peak ? $", peak memory {Amount.Bytes(peak)}" : "";
        return text + (result.Usage.CpuMs is { } cpu ? $", cpu {Milliseconds(cpu)}" : "");
    }

    private static string Milliseconds(double value) => Amount.Time(TimeSpan.FromMilliseconds(value));
}
