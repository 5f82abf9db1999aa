using System.CommandLine;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Hosting;
using SkillHost.Images;
using SkillHost.Skills;

namespace SkillHost.App.Cli;

/// <summary><c>skillhost build</c>: makes the images of what has changed.</summary>
internal sealed class BuildCommand : CliCommand
{
    private readonly Argument<string[]> _names = SkillNames.Argument("Skills to build (default: all)");
    private readonly Option<bool> _noCache = new("--no-cache") { Description = "Build even what has not changed, and from the first step" };
    private readonly Option<bool> _pullBases = new("--pull-bases") { Description = "Ask their registries for newer base images first" };
    private readonly Option<string?> _pull = new("--pull")
    {
        Description = "Take images of the same content from there instead of building them (default: Images:Registry)",
        HelpName = "REGISTRY",
    };

    private readonly Option<string?> _push = new("--push")
    {
        Description = "Give the images there for other hosts to take, those of the runtimes too",
        HelpName = "REGISTRY",
    };

    private readonly Option<bool> _check = new("--check") { Description = "Build nothing; say what would be built and why, with code 1" };
    private readonly Option<string?> _parallel =
        new("--parallel") { Description = "Builds at the same time, 1 to 16 (default: 2)", HelpName = "NUMBER" };

    public BuildCommand(Terminal terminal, GlobalOptions options)
        : base("build", "Build the images of skills that have changed", terminal, options)
    {
        Arguments.Add(options.Names.OfSkills(_names));
        Options.Add(_noCache);
        Options.Add(_pullBases);
        Options.Add(_pull);
        Options.Add(_push);
        Options.Add(_check);
        Options.Add(_parallel);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "skillhost build", "skillhost build csv-summary text-search", "skillhost build --no-cache --parallel 4", "skillhost build --check",
        "skillhost build --pull registry.example:5000 --push registry.example:5000",
    ];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        ImageBuildRequest request = ReadRequest(parse);
        await using Session session = OpenSession(parse);
        SkillCatalog catalog = await session.SkillHost.LoadAsync(cancellationToken);
        SkillNames wanted = SkillNames.Read(parse, _names, catalog);
        Skill[] skills = [.. catalog.Skills.Where(s => wanted.Includes(s.Name.Value))];
        SkillFailure[] invalid = [.. catalog.Failures.Where(f => wanted.Includes(FailureReport.Folder(f)))];
        await session.StartAsync(cancellationToken);

        IReadOnlyList<ImageBuildReport> reports = await new BuildProgressView(Terminal, WantsLog(parse)).ShowAsync(
            progress => session.Get<IImageBuilder>().BuildAsync(skills, request, progress, cancellationToken));
        if (WantsJson(parse))
        {
            Json.Write(Terminal.Out, new { builds = reports.Select(BuildRow.Of), failures = invalid });
        }
        else
        {
            BuildTable.Write(Terminal.OutConsole, reports);
            BuildTable.WriteFailures(Terminal.Error, reports);
            BuildTable.WriteNotes(Terminal.Error, reports);
            FailureReport.Write(Terminal.Error, invalid);
        }

        return invalid.Length == 0 && reports.All(BuildTable.IsDone) ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private ImageBuildRequest ReadRequest(ParseResult parse)
    {
        ImageBuildRequest request = new()
        {
            NoCache = parse.GetValue(_noCache),
            PullBases = parse.GetValue(_pullBases),
            PullFrom = ReadRegistry(parse, _pull),
            PushTo = ReadRegistry(parse, _push),
            CheckOnly = parse.GetValue(_check),
        };
        if (request.CheckOnly && (request.NoCache || request.PullBases || request.PullFrom is not null || request.PushTo is not null))
        {
            throw new UsageException("--check builds, pulls and pushes nothing; wanted it without --no-cache, --pull…, --push");
        }

        if (request is { NoCache: true, PullFrom: not null })
        {
            throw new UsageException("--no-cache builds what --pull would take; wanted one of them");
        }

        return parse.GetValue(_parallel) is { } parallel
            ? request with { Parallel = Quantity.ParseCount("--parallel", parallel, 1, 16) }
            : request;
    }

    private static string? ReadRegistry(ParseResult parse, Option<string?> option) =>
        parse.GetValue(option) is { } registry && !RegistryAddress.IsValid(registry)
            ? throw new UsageException($"{option.Name}: seen \"{SafeText.CleanLine(registry)}\", wanted {RegistryAddress.Wanted}")
            : parse.GetValue(option);
}
