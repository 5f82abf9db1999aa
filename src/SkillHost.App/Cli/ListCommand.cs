using System.CommandLine;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Hosting;
using SkillHost.Skills;

namespace SkillHost.App.Cli;

/// <summary><c>skillhost list</c>: functions, with the limits they run under. Asks nothing of the engine.</summary>
internal sealed class ListCommand(Terminal terminal, GlobalOptions options)
    : CliCommand("list", "List the functions with their limits", terminal, options)
{
    public override IReadOnlyList<string> Examples => ["skillhost list", "skillhost list --skills ./my-skills", "skillhost list --json"];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        await using Session session = OpenSession(parse);
        SkillCatalog catalog = await session.SkillHost.LoadAsync(cancellationToken);
        if (WantsJson(parse))
        {
            Json.Write(Terminal.Out, new
            {
                functions = catalog.Functions.Select(FunctionRow.Of),
                unlisted = catalog.Unlisted.Select(name => name.Value),
                failures = catalog.Failures,
                warnings = catalog.Warnings,
            });
            return ExitCodes.Ok;
        }

        FunctionTable.Write(Terminal.OutConsole, catalog.Functions);
        foreach (SkillName name in catalog.Unlisted)
        {
            await Terminal.Error.WriteLineAsync($"{name}: its functions are known after 'skillhost build {name}'");
        }

        if (catalog.Failures.Count > 0)
        {
            string folders = Amount.Count(FailureReport.Folders(catalog.Failures), "folder");
            await Terminal.Error.WriteLineAsync($"\n{folders} left out; 'skillhost validate' checks again:");
            FailureReport.Write(Terminal.Error, catalog.Failures);
        }

        FailureReport.WriteWarnings(Terminal.Error, catalog.Warnings);
        return ExitCodes.Ok;
    }
}
