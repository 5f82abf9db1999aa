using System.CommandLine;
using SkillHost.App.Cli.Demo;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Containers;
using SkillHost.Functions;
using SkillHost.Hosting;
using SkillHost.Images;
using SkillHost.Invocations;
using SkillHost.Skills;
using Spectre.Console;

namespace SkillHost.App.Cli;

/// <summary><c>skillhost demo</c>: builds the skills that come with the program and calls them on their sample files.</summary>
internal sealed class DemoCommand(Terminal terminal, GlobalOptions options)
    : CliCommand("demo", "Build the skills that come with SkillHost and call them on real files", terminal, options)
{
    public override IReadOnlyList<string> Examples => ["skillhost demo", "skillhost demo --json"];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        await using Session session = OpenSession(parse);
        TimeProvider time = session.Get<TimeProvider>();
        long start = time.GetTimestamp();
        IAnsiConsole console = WantsJson(parse) ? Terminal.Silent : Terminal.OutConsole;
        DemoScreen screen = new(console);
        SkillCatalog catalog = await session.SkillHost.LoadAsync(cancellationToken);
        DemoCall[] calls = Calls(catalog);

        EngineInfo engine = await session.Get<IContainerEngine>().GetInfoAsync(cancellationToken);
        await session.StartAsync(cancellationToken);
        screen.ShowEngine(engine);
        screen.ShowHeading("Images");
        BuildProgressView progress = new(Terminal, WantsLog(parse));
        IReadOnlyList<ImageBuildReport> builds = await progress.ShowAsync(lines => session.Get<IImageBuilder>()
            .BuildAsync(SkillsOf(calls, catalog), new ImageBuildRequest(), lines, cancellationToken));
        BuildTable.Write(console, builds);
        if (builds.Any(BuildTable.IsFailure))
        {
            BuildTable.WriteFailures(Terminal.Error, builds);
            return ExitCodes.Failed;
        }

        screen.ShowHeading("Functions");
        FunctionTable.Write(console, catalog.Functions);
        DemoRecord[] records = await CallAllAsync(calls, catalog, screen, cancellationToken);
        screen.ShowEnd(records, time.GetElapsedTime(start));
        if (WantsJson(parse))
        {
            Json.Write(Terminal.Out, new { engine, builds = builds.Select(BuildRow.Of), calls = records });
        }

        return records.All(r => r.Result.IsOk) ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static DemoCall[] Calls(SkillCatalog catalog)
    {
        DemoCall[] calls = [.. DemoCalls.All.Where(c => catalog.Find(c.Function) is not null)];
        return calls.Length > 0
            ? calls
            : throw new UsageException(
                "none of the demonstration's skills is in the skills folder; run it from SkillHost's own folder, without --skills");
    }

    private static Skill[] SkillsOf(DemoCall[] calls, SkillCatalog catalog) =>
        [.. calls.Select(c => FunctionFinder.Find(catalog, c.Function).Callable.Skill).DistinctBy(s => s.Name)];

    private async Task<DemoRecord[]> CallAllAsync(
        DemoCall[] calls, SkillCatalog catalog, DemoScreen screen, CancellationToken cancellationToken)
    {
        List<DemoRecord> records = [];
        foreach (DemoCall call in calls)
        {
            SkillFunction function = FunctionFinder.Find(catalog, call.Function);
            DemoLine line = DemoLine.For(call, function.Callable.Skill);
            screen.ShowCall(call.Title, line);
            ReadOnlyMemory<byte> arguments = await ArgumentsAsync(line, function, cancellationToken);
            InvocationResult result = await function.CallAsync(
                arguments, new InvocationOptions { Caller = CliCaller.Name }, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            records.Add(new DemoRecord(call.Function, line.Text, Limits.Of(function.Callable.Policy), result));
            screen.ShowResult(records[^1]);
        }

        return [.. records];
    }

    /// <summary>The words shown are the words parsed, so what is on the screen can be typed.</summary>
    private async Task<ReadOnlyMemory<byte>> ArgumentsAsync(DemoLine line, SkillFunction function, CancellationToken cancellationToken)
    {
        CallArguments arguments = new(Terminal);
        Command run = new("run");
        arguments.AddTo(run);
        return await arguments.ReadAsync(run.Parse(line.Flags, CommandLine.Parser), function, cancellationToken);
    }
}
