using System.CommandLine;
using Microsoft.Extensions.Options;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Scaffolding;
using SkillHost.App.Cli.Setup;
using SkillHost.Hosting;
using SkillHost.Images.Runtimes;
using SkillHost.Skills;

namespace SkillHost.App.Cli;

/// <summary><c>skillhost new</c>: a folder with a skill that validates, builds and runs as it is.</summary>
internal sealed class NewCommand : CliCommand
{
    private readonly Argument<string> _name =
        Refusal.OfOptions(new Argument<string>("name") { Description = "Name of the skill and its folder: a-z, 0-9 and single hyphens" });

    private readonly Option<string> _runtime = new("--runtime")
    {
        Description = "What it is written for; python-command for a program a call, dockerfile for an image of its own",
        HelpName = string.Join('|', Scaffold.All.Select(s => s.Kind)),
        Required = true,
    };

    public NewCommand(Terminal terminal, GlobalOptions options)
        : base("new", "Make a skill that works, to start from", terminal, options)
    {
        Arguments.Add(_name);
        Options.Add(_runtime);
    }

    public override IReadOnlyList<string> Examples =>
        ["skillhost new hello --runtime python", "skillhost new hello --runtime dockerfile --skills ./my-skills"];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        string name = parse.GetRequiredValue(_name);
        if (SkillName.Misses(name) is { } wanted)
        {
            throw new UsageException($"name: seen {name}, wanted {wanted}");
        }

        await using Session session = OpenSession(parse);
        Scaffold scaffold = Find(parse.GetRequiredValue(_runtime), session.Get<RuntimeCatalog>());
        string skills = Path.GetFullPath(session.Get<IOptions<SkillHostOptions>>().Value.SkillsFolder);
        string folder = Path.Combine(skills, name);
        if (Path.Exists(folder) || new FileInfo(folder).LinkTarget is not null)
        {
            throw new UsageException($"{folder} is there already; wanted a name that is free");
        }

        IReadOnlyList<string> files = Write(scaffold, folder, name);
        SkillCatalog catalog = await session.SkillHost.LoadAsync(cancellationToken);
        SkillFailure[] failures = [.. catalog.Failures.Where(f => FailureReport.Folder(f) == name)];
        Show(parse, scaffold.Kind, new Made(name, folder, files, Next(name, SkillsFolderOf(parse)), failures));

        // Only where this operator's ceilings are lower than what the scaffold asks.
        FailureReport.Write(Terminal.Error, failures);
        return failures.Length == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private void Show(ParseResult parse, string kind, Made made)
    {
        if (WantsJson(parse))
        {
            Json.Write(Terminal.Out, made);
            return;
        }

        Terminal.Out.WriteLine($"made {made.Folder} ({kind}): {string.Join(", ", made.Files)}");
        Terminal.Out.WriteLine();
        Terminal.Out.WriteLine("Next:");
        foreach (string line in made.Next)
        {
            Terminal.Out.WriteLine($"  {line}");
        }
    }

    private static Scaffold Find(string kind, RuntimeCatalog runtimes)
    {
        Scaffold scaffold = Scaffold.All.FirstOrDefault(s => s.Kind == kind)
            ?? throw new UsageException(Suggestion.For("kind of scaffold", kind, Scaffold.All.Select(s => s.Kind)));
        return runtimes.Names.Contains(scaffold.Runtime)
            ? scaffold
            : throw new UsageException(
                $"--runtime {kind} stands on the runtime {scaffold.Runtime}, which this host has not: "
                + $"there {(runtimes.Names.Count == 0 ? "is none at all" : $"are {string.Join(", ", runtimes.Names)}")}");
    }

    private static IReadOnlyList<string> Write(Scaffold scaffold, string folder, string name)
    {
        try
        {
            return scaffold.Write(folder, name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot make {folder}: {e.Message}");
        }
    }

    private static string[] Next(string name, string? skills)
    {
        string where = skills is null ? "" : $" --skills {skills}";
        return
        [
            $"skillhost validate {name}{where}",
            $"skillhost build {name}{where}",
            $"skillhost run {name}.greet --name Ada{where}",
            $"skillhost plan {name}{where}",
        ];
    }

    private sealed record Made(
        string Skill, string Folder, IReadOnlyList<string> Files, IReadOnlyList<string> Next, IReadOnlyList<SkillFailure> Failures);
}
