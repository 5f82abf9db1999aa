using System.CommandLine;
using SkillHost.App.Cli.Approving;
using SkillHost.App.Cli.Planning;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Approvals;
using SkillHost.Approvals.Locks;
using SkillHost.Containers;
using SkillHost.Functions;
using SkillHost.Hosting;
using SkillHost.Images;
using SkillHost.Policies;
using SkillHost.Skills;

namespace SkillHost.App.Cli;

/// <summary><c>skillhost plan</c>: what functions may do and why; asks nothing of the engine unless <c>--docker</c> is given.</summary>
internal sealed class PlanCommand : CliCommand
{
    private readonly Argument<string> _name = Refusal.OfOptions(new Argument<string>("skill[.function]")
    {
        Description = "Skill, or one function of it, such as csv-summary.summarise",
    });

    private readonly Option<bool> _docker = new("--docker")
    {
        Description = "Print a docker command line that runs the function the same way",
    };

    private readonly Option<string[]> _overrides = new("--override")
    {
        Description = "Show what a setting of the operator for this skill would change, such as Limits:Memory=64m",
        HelpName = "KEY=VALUE",
    };

    public PlanCommand(Terminal terminal, GlobalOptions options)
        : base("plan", "Show what functions may do, where each value comes from and what could change it", terminal, options)
    {
        Arguments.Add(options.Names.OfBoth(_name));
        Options.Add(_docker);
        Options.Add(_overrides);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "skillhost plan csv-summary",
        "skillhost plan csv-summary.summarise --override Limits:Memory=64m --override Limits:Timeout=2s",
        "skillhost plan csv-summary.summarise --docker",
        "skillhost plan csv-summary --json",
    ];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        string name = parse.GetRequiredValue(_name);
        await using Session session = OpenSession(parse, LockedSkills.LoadAll);
        SkillCatalog catalog = await session.SkillHost.LoadAsync(cancellationToken);
        SkillFunction[] functions = Find(catalog, name);
        if (parse.GetValue(_docker))
        {
            return await ShowDockerAsync(session, functions, parse, cancellationToken);
        }

        FunctionPlan[] plans = [.. functions.Select(f => FunctionPlan.Of(f, session.Get<PolicyExplainer>(), session.Get<ApprovalRules>()))];
        if (parse.GetValue(_overrides) is { Length: > 0 } overrides)
        {
            Dictionary<string, string?> settings = ReadOverrides(overrides, functions[0].Callable.Skill);
            await using Session other = OpenSession(parse, settings);
            SkillCatalog changed = await other.SkillHost.LoadAsync(cancellationToken);
            SkillFailure[] failures = [.. changed.Failures.Where(f => FailureReport.Folder(f) == functions[0].Callable.Skill.Name.Value)];
            if (failures.Length > 0)
            {
                await Terminal.Error.WriteLineAsync("skillhost: with this override the skill could not be used:");
                FailureReport.Write(Terminal.Error, failures);
                return ExitCodes.Failed;
            }

            plans = [.. plans.Select(p => p.With(FunctionFinder.Find(changed, p.Function), other.Get<PolicyExplainer>()))];
        }

        Show(plans, Approved(session.Get<SkillLocks>(), catalog, functions[0].Callable.Skill, cancellationToken), parse);
        return ExitCodes.Ok;
    }

    private static SkillFunction[] Find(SkillCatalog catalog, string name)
    {
        SkillFunction[] all = [.. catalog.Functions.Where(f => f.Callable.Skill.Name.Value == name)];
        if (all.Length > 0 || name.Contains('.', StringComparison.Ordinal) || catalog.Find(name) is not null)
        {
            return all.Length > 0 ? all : [FunctionFinder.Find(catalog, name)];
        }

        return catalog.Failures.Any(f => FailureReport.Folder(f) == name)
            ? [FunctionFinder.Find(catalog, name)]
            : throw new UsageException(Suggestion.For("skill", name, catalog.Skills.Select(s => s.Name.Value)));
    }

    private static Dictionary<string, string?> ReadOverrides(string[] overrides, Skill skill)
    {
        Dictionary<string, string?> settings = new(LockedSkills.LoadAll);
        foreach (string text in overrides)
        {
            string[] parts = text.Split('=', 2);
            settings[$"{PolicyOptions.Section}:Skills:{skill.Name}:{parts[0]}"] = parts is [{ Length: > 0 }, var value]
                ? value
                : throw new UsageException($"--override: seen {text}, wanted KEY=VALUE such as Limits:Memory=64m");
        }

        return settings;
    }

    // Null where nothing was ever approved.
    private static LockFinding? Approved(SkillLocks locks, SkillCatalog catalog, Skill skill, CancellationToken cancellationToken) =>
        locks.Exists ? locks.Compare(LockedSkills.Of(catalog, [skill]), cancellationToken).Single() : null;

    private void ShowApproved(LockFinding finding)
    {
        string state = finding.Problem is { } problem
            ? $"not to be compared with what was approved: {problem}"
            : (!finding.IsKnown ? "never approved" : finding.Differences.Count == 0 ? "as approved" : "not as approved:");
        Terminal.Out.WriteLine($"{finding.Skill.Name} is {state}");
        LockedSkills.Write(Terminal.Out, finding);
        Terminal.Out.WriteLine();
    }

    private void Show(FunctionPlan[] plans, LockFinding? approved, ParseResult parse)
    {
        if (WantsJson(parse))
        {
            Json.Write(
                Terminal.Out,
                new
                {
                    functions = plans,
                    approved = approved is null
                        ? null
                        : new { approved.IsApproved, approved.IsKnown, approved.Problem, approved.Differences },
                });
            return;
        }

        foreach (FunctionPlan plan in plans)
        {
            PlanTable.Write(Terminal.OutConsole, plan);
        }

        if (approved is not null)
        {
            ShowApproved(approved);
        }

        PlanTable.WriteHint(Terminal.OutConsole, plans[0]);
    }

    private async Task<int> ShowDockerAsync(
        Session session, SkillFunction[] functions, ParseResult parse, CancellationToken cancellationToken)
    {
        await session.StartAsync(cancellationToken);
        IReadOnlyList<ImageBuildReport> reports = await new BuildProgressView(Terminal, WantsLog(parse)).ShowAsync(lines =>
            session.Get<IImageBuilder>().BuildAsync([functions[0].Callable.Skill], new ImageBuildRequest(), lines, cancellationToken));
        if (reports.Any(BuildTable.IsFailure) || reports[0].Image is not { } image)
        {
            BuildTable.WriteFailures(Terminal.Error, reports);
            return ExitCodes.Failed;
        }

        EngineInfo engine = await session.Get<IContainerEngine>().GetInfoAsync(cancellationToken);
        DockerLine[] lines = [.. functions.Select(f => DockerLine.Of(f, image, engine))];
        if (WantsJson(parse))
        {
            Json.Write(Terminal.Out, new { functions = lines });
            return ExitCodes.Ok;
        }

        await Terminal.Out.WriteLineAsync(string.Join("\n\n", lines.Select(l => l.Text)));
        await Terminal.Error.WriteLineAsync(DockerLine.Differences);
        return ExitCodes.Ok;
    }
}
