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

namespace SkillHost.App.Cli;

/// <summary><c>skillhost demo</c>: builds the skills that come with the program and calls them on their sample files.</summary>
internal sealed class DemoCommand(Terminal terminal, GlobalOptions options)
    : CliCommand("demo", "Build the skills that come with SkillHost and call them on real files", terminal, options)
{
    private readonly DemoScreen _screen = new(terminal);

    public override IReadOnlyList<string> Examples => ["skillhost demo", "skillhost demo --json"];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        await using Session session = OpenSession(parse);
        TimeProvider time = session.Get<TimeProvider>();
        long start = time.GetTimestamp();
        bool json = WantsJson(parse);
        EngineInfo engine = await session.Get<IContainerEngine>().GetInfoAsync(cancellationToken);
        Show(json, () => _screen.ShowEngine(engine));

        SkillCatalog catalog = await session.SkillHost.LoadAsync(cancellationToken);
        DemoCall[] calls = [.. DemoCalls.All.Where(c => catalog.Find(c.Function) is not null)];
        if (calls.Length == 0)
        {
            throw new UsageException("none of the demonstration's skills is in the skills folder; run it from SkillHost's own folder, without --skills");
        }

        await session.StartAsync(cancellationToken);
        IReadOnlyList<ImageBuildReport> builds = await BuildAsync(session, catalog, calls, parse, cancellationToken);
        if (builds.Any(BuildTable.IsFailure))
        {
            BuildTable.WriteFailures(Terminal.Error, builds);
            return ExitCodes.Failed;
        }

        Show(json, () => ShowFunctions(catalog));
        List<DemoRecord> records = [];
        foreach (DemoCall call in calls)
        {
            records.Add(await CallAsync(call, catalog, json, cancellationToken));
        }

        Show(json, () => _screen.ShowEnd(records, time.GetElapsedTime(start), DemoLine.Program));
        if (json)
        {
            Json.Write(Terminal.Out, new { engine, builds = builds.Select(BuildRow.Of), calls = records });
        }

        return records.TrueForAll(r => r.Result.IsOk) ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private async Task<IReadOnlyList<ImageBuildReport>> BuildAsync(
        Session session, SkillCatalog catalog, DemoCall[] calls, ParseResult parse, CancellationToken cancellationToken)
    {
        bool json = WantsJson(parse);
        Skill[] skills = [.. calls.Select(c => catalog.Find(c.Function)?.Callable.Skill).OfType<Skill>().DistinctBy(s => s.Name)];
        Show(json, () => _screen.ShowHeading("Images"));
        IReadOnlyList<ImageBuildReport> builds = await new BuildProgressView(Terminal, WantsLog(parse)).ShowAsync(
            progress => session.Get<IImageBuilder>().BuildAsync(skills, new ImageBuildRequest(), progress, cancellationToken));
        Show(json, () => BuildTable.Write(Terminal.OutConsole, builds));
        return builds;
    }

    private void ShowFunctions(SkillCatalog catalog)
    {
        _screen.ShowHeading("Functions");
        FunctionTable.Write(Terminal.OutConsole, catalog.Functions);
    }

    private async Task<DemoRecord> CallAsync(DemoCall call, SkillCatalog catalog, bool json, CancellationToken cancellationToken)
    {
        SkillFunction function = FunctionFinder.Find(catalog, call.Function);
        DemoLine line = DemoLine.For(call, function.Callable.Skill);
        Show(json, () => _screen.ShowCall(call.Title, line.Text));

        // The words shown are the words parsed, so what is on the screen can be typed.
        CallArguments arguments = new(Terminal);
        Command run = new("run");
        arguments.AddTo(run);
        ReadOnlyMemory<byte> bytes = await arguments.ReadAsync(
            run.Parse(line.Flags, CommandLine.Parser), function, cancellationToken);

        InvocationResult result = await function.CallAsync(bytes, null, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        DemoRecord record = new(call.Function, line.Text, Limits.Of(function.Callable.Policy), result);
        Show(json, () => _screen.ShowResult(record));
        return record;
    }

    private static void Show(bool json, Action write)
    {
        if (!json)
        {
            write();
        }
    }
}
