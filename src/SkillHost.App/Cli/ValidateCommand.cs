using System.CommandLine;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Hosting;
using SkillHost.Skills;

namespace SkillHost.App.Cli;

/// <summary><c>skillhost validate</c>: everything that is wrong with the skill folders. Asks nothing of the engine.</summary>
internal sealed class ValidateCommand : CliCommand
{
    private readonly Argument<string[]> _names = SkillNames.Argument("Skills to check (default: all)");

    public ValidateCommand(Terminal terminal, GlobalOptions options)
        : base("validate", "Check skill folders and say everything that is wrong", terminal, options)
    {
        Arguments.Add(options.Names.OfSkills(_names));
    }

    public override IReadOnlyList<string> Examples =>
        ["skillhost validate", "skillhost validate csv-summary", "skillhost validate --json --skills ./my-skills"];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        await using Session session = OpenSession(parse);
        SkillCatalog catalog = await session.SkillHost.LoadAsync(cancellationToken);
        SkillNames wanted = SkillNames.Read(parse, _names, catalog);
        SkillFailure[] failures = [.. catalog.Failures.Where(f => wanted.Includes(FailureReport.Folder(f)))];
        SkillFailure[] warnings = [.. catalog.Warnings.Where(f => wanted.Includes(FailureReport.Folder(f)))];
        string[] valid = [.. catalog.Skills.Select(s => s.Name.Value).Where(wanted.Includes)];
        if (WantsJson(parse))
        {
            Json.Write(Terminal.Out, new { valid, failures, warnings });
        }
        else
        {
            FailureReport.Write(Terminal.Out, failures);
            int invalid = FailureReport.Folders(failures);
            await Terminal.Out.WriteLineAsync(
                $"{Amount.Count(valid.Length, "skill")} valid, {invalid} not, {Amount.Count(failures.Length, "error")}");
            FailureReport.WriteWarnings(Terminal.Error, warnings);
        }

        return failures.Length == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }
}
