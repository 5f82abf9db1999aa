using System.CommandLine;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Hosting;
using SkillHost.Images;
using SkillHost.Mcp;
using SkillHost.Skills;

namespace SkillHost.App.Cli;

/// <summary><c>skillhost mcp</c>: the functions as tools of the Model Context Protocol, on standard input and output.</summary>
internal sealed class McpCommand(Terminal terminal, GlobalOptions options) : CliCommand(
    "mcp", "Serve the functions as tools of the Model Context Protocol, on standard input and output", terminal, options)
{
    public override IReadOnlyList<string> Examples =>
    [
        "skillhost mcp",
        "skillhost mcp --config /etc/skillhost/appsettings.json",
        "skillhost mcp --skills ~/skills -v 2> skillhost.log",
    ];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        if (Terminal.InputIsTerminal)
        {
            Terminal.Error.WriteLine("skillhost: standard input is a terminal, wanted a client of the Model Context Protocol; Ctrl-C ends");
        }

        await using Session session = OpenSession(parse, new Dictionary<string, string?>(), keepWarm: true);
        await session.StartAsync(cancellationToken);
        SkillCatalog catalog = await LoadAsync(session, cancellationToken);
        if (catalog.Failures.Count > 0)
        {
            Terminal.Error.WriteLine(
                $"skillhost: skills are left out for {catalog.Failures.Count} failures; 'skillhost validate' names them");
        }

        using Stream input = Terminal.OpenInput();
        using Stream output = Terminal.OpenOutput();
        try
        {
            await session.Get<IMcpDoor>().ServeAsync(input, output, Environment.UserName, cancellationToken);
            return ExitCodes.Ok;
        }
        catch (InvalidDataException e)
        {
            Terminal.Error.WriteLine($"skillhost: {e.Message}");
            return ExitCodes.Failed;
        }
    }

    /// <summary>What is loaded; skills whose functions only a build makes known are built first, since a client asks but once.</summary>
    private async Task<SkillCatalog> LoadAsync(Session session, CancellationToken cancellationToken)
    {
        SkillCatalog catalog = await session.SkillHost.LoadAsync(cancellationToken);
        if (catalog.Unlisted.Count == 0)
        {
            return catalog;
        }

        Terminal.Error.WriteLine($"skillhost: building {string.Join(", ", catalog.Unlisted)}, whose functions are not known before");
        Skill[] unlisted = [.. catalog.Skills.Where(skill => catalog.Unlisted.Contains(skill.Name))];
        IReadOnlyList<ImageBuildReport> reports = await session.Get<IImageBuilder>().BuildAsync(
            unlisted, new ImageBuildRequest(), new Progress<ImageBuildProgress>(), cancellationToken);
        if (!reports.All(BuildTable.IsDone))
        {
            BuildTable.WriteFailures(Terminal.Error, reports);
        }

        return await session.SkillHost.LoadAsync(cancellationToken);
    }
}
