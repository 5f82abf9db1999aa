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
    private readonly Option<bool> _pull = new("--pull") { Description = "Ask the registry for newer base images" };
    private readonly Option<string?> _parallel =
        new("--parallel") { Description = "Builds at the same time, 1 to 16 (default: 2)", HelpName = "NUMBER" };


    public BuildCommand(Terminal terminal, GlobalOptions options)
        : base("build", "Build the images of skills that have changed", terminal, options)
    {
        Arguments.Add(_names);
        Options.Add(_noCache);
        Options.Add(_pull);
        Options.Add(_parallel);
    }

    public override IReadOnlyList<string> Examples =>
        ["skillhost build", "skillhost build csv-summary text-search", "skillhost build --no-cache --parallel 4", "skillhost build --json"];

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
            FailureReport.Write(Terminal.Error, invalid);
        }

        return invalid.Length == 0 && !reports.Any(BuildTable.IsFailure) ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private ImageBuildRequest ReadRequest(ParseResult parse)
    {
        ImageBuildRequest request = new() { NoCache = parse.GetValue(_noCache), Pull = parse.GetValue(_pull) };
        return parse.GetValue(_parallel) is { } parallel
            ? request with { Parallel = Quantity.ParseCount("--parallel", parallel, 1, 16) }
            : request;
    }
}
