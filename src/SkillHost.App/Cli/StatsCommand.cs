using System.CommandLine;
using System.Globalization;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Containers;
using SkillHost.Sandboxes;

namespace SkillHost.App.Cli;

/// <summary><c>skillhost stats</c>: what the containers of calls use now, measured over about a second.</summary>
internal sealed class StatsCommand(Terminal terminal, GlobalOptions options)
    : CliCommand("stats", "Show what running containers use: processors, memory and processes", terminal, options)
{
    public override IReadOnlyList<string> Examples => ["skillhost stats", "skillhost stats --json"];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        await using Session session = OpenSession(parse);
        IReadOnlyList<ContainerSummary> running = await session.Get<IContainerEngine>().ListAsync(
            new Dictionary<string, string> { [SandboxLabels.Owner] = "" }, cancellationToken);
        Row?[] measured = await Task.WhenAll(
            running.Where(c => c.State == "running").Select(c => MeasureAsync(session, c, cancellationToken)));

        // Calls end while they are looked at.
        Row[] rows = [.. measured.OfType<Row>().OrderByDescending(r => r.Processors).ThenBy(r => r.Container, StringComparer.Ordinal)];
        if (WantsJson(parse))
        {
            Json.Write(Terminal.Out, rows);
            return ExitCodes.Ok;
        }

        string[] headings = ["Container", "Kind", "Skill", "CPU", "Memory", "Limit", "Memory %", "Tasks"];
        Tables.Write(Terminal.OutConsole, headings, rows.Select(r => (string[])
        [
            r.Container, r.Kind, r.Skill, Percent(r.Processors), Amount.Bytes(r.MemoryBytes), Amount.Bytes(r.MemoryLimitBytes),
            Percent((double)r.MemoryBytes / r.MemoryLimitBytes), r.Tasks.ToString(CultureInfo.InvariantCulture),
        ]));
        return ExitCodes.Ok;
    }

    private static async Task<Row?> MeasureAsync(Session session, ContainerSummary container, CancellationToken cancellationToken) =>
        await session.Get<IEngineUsage>().MeasureAsync(container.Id, cancellationToken) is { } usage
            ? new Row(
                container.Name,
                container.Labels.GetValueOrDefault(SandboxLabels.Kind, "-"),
                container.Labels.GetValueOrDefault(SandboxLabels.Skill, "-"),
                usage.Processors, usage.MemoryBytes, usage.MemoryLimitBytes, usage.Tasks)
            : null;

    private static string Percent(double part) => string.Create(CultureInfo.InvariantCulture, $"{part * 100:0.#} %");

    private sealed record Row(
        string Container, string Kind, string Skill, double Processors, long MemoryBytes, long MemoryLimitBytes, int Tasks);
}
