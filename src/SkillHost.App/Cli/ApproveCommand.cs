using System.CommandLine;
using SkillHost.App.Cli.Approving;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Approvals.Locks;
using SkillHost.Hosting;
using SkillHost.Policies;
using SkillHost.Skills;

namespace SkillHost.App.Cli;

/// <summary><c>skillhost approve</c>: records what skills are and may do, so that a change shows. Asks nothing of the engine.</summary>
internal sealed class ApproveCommand : CliCommand
{
    private readonly Argument<string[]> _names = SkillNames.Argument("Skills to approve");
    private readonly Option<bool> _all = new("--all") { Description = "Approve all skills, and forget those that are gone" };
    private readonly Option<bool> _check =
        new("--check") { Description = "Write nothing; say what is not as approved, with code 1 (default: all skills)" };

    public ApproveCommand(Terminal terminal, GlobalOptions options)
        : base("approve", "Record what skills are and may do in skills.lock, so that a change shows", terminal, options)
    {
        Arguments.Add(options.Names.OfSkills(_names));
        Options.Add(_all);
        Options.Add(_check);
    }

    public override IReadOnlyList<string> Examples =>
        ["skillhost approve csv-summary", "skillhost approve --all", "skillhost approve --check", "skillhost approve --check --json"];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        bool named = parse.GetValue(_names) is { Length: > 0 };
        if (named == parse.GetValue(_all) && !(parse.GetValue(_check) && !named))
        {
            throw new UsageException("wanted names of skills, or --all");
        }

        await using Session session = OpenSession(parse, LockedSkills.LoadAll);
        SkillCatalog catalog = await session.SkillHost.LoadAsync(cancellationToken);
        SkillNames wanted = SkillNames.Read(parse, _names, catalog);
        SkillFailure[] invalid = [.. catalog.Failures.Where(f => wanted.Includes(FailureReport.Folder(f)))];
        IReadOnlyList<SkillPolicies> skills =
            LockedSkills.Of(catalog, catalog.Skills.Where(s => wanted.Includes(s.Name.Value)));
        try
        {
            return Approve(parse, session.Get<SkillLocks>(), skills, named ? null : [.. Folders(catalog)], invalid, cancellationToken);
        }
        catch (LockException e)
        {
            throw new UsageException($"{session.Get<SkillLocks>().Path}: {e.Message}");
        }
    }

    private int Approve(
        ParseResult parse, SkillLocks locks, IReadOnlyList<SkillPolicies> skills, string[]? known, SkillFailure[] invalid,
        CancellationToken cancellationToken)
    {
        bool check = parse.GetValue(_check);
        IReadOnlyList<string> unused = known is null ? [] : locks.Unused(known);
        IReadOnlyList<LockFinding> findings =
            check ? locks.Compare(skills, cancellationToken) : locks.Approve(skills, known, cancellationToken);
        if (WantsJson(parse))
        {
            Json.Write(Terminal.Out, new
            {
                @lock = locks.Path,
                skills = findings.Select(f => new { skill = f.Skill.Name, state = State(f), f.Problem, f.Differences }),
                unused,
                failures = invalid,
            });
        }
        else
        {
            Show(findings, unused, check, locks.Path);
            FailureReport.Write(Terminal.Error, invalid);
        }

        bool asApproved = findings.All(f => f.IsApproved) && unused.Count == 0;
        return invalid.Length == 0 && (asApproved || !check) ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private void Show(IReadOnlyList<LockFinding> findings, IReadOnlyList<string> unused, bool check, string path)
    {
        foreach (LockFinding finding in findings)
        {
            Terminal.Out.WriteLine($"{finding.Skill.Name}: {State(finding)}{(finding.Problem is { } problem ? $": {problem}" : "")}");
            LockedSkills.Write(Terminal.Out, finding);
        }

        foreach (string name in unused)
        {
            Terminal.Out.WriteLine($"{SafeText.CleanLine(name)}: approved, but there is no such skill");
        }

        int open = findings.Count(f => !f.IsApproved);
        Terminal.Out.WriteLine(check ? $"{Amount.Count(open, "skill")} to approve in {path}" : $"wrote {path}");
    }

    private static string State(LockFinding finding) =>
        finding.Problem is not null ? "unknown"
        : !finding.IsKnown ? "new"
        : finding.Differences.Count == 0 ? "as approved"
        : finding.IsApproved ? "less than approved"
        : "changed";

    private static IEnumerable<string> Folders(SkillCatalog catalog) =>
        catalog.Skills.Select(s => s.Name.Value).Concat(catalog.Failures.Select(FailureReport.Folder));
}
