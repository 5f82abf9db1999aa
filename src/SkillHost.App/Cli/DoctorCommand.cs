using System.CommandLine;
using Microsoft.Extensions.Options;
using SkillHost.App.Cli.Doctoring;
using SkillHost.App.Cli.Doctoring.Proving;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Containers;
using SkillHost.Hosting;
using SkillHost.Images;
using SkillHost.Policies;
using SkillHost.Sandboxes;

namespace SkillHost.App.Cli;

/// <summary>
/// <c>skillhost doctor</c>: whether this machine and this configuration can run skills, and what to do where they cannot.
/// </summary>
internal sealed class DoctorCommand : CliCommand
{
    private readonly Option<bool> _prove = new("--prove")
    {
        Description = "Break each limit for real, in containers as calls have them, and say which held; some ten seconds",
    };

    public DoctorCommand(Terminal terminal, GlobalOptions options)
        : base("doctor", "Check engine, disk, images and configuration, with a remedy for what is wrong", terminal, options)
    {
        Options.Add(_prove);
    }

    public override IReadOnlyList<string> Examples =>
    [
        "skillhost doctor", "skillhost doctor --prove", "skillhost doctor --json",
        "skillhost doctor --config /etc/skillhost/appsettings.json",
    ];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        await using Session session = OpenUnchecked(parse);
        List<Finding> findings = [.. CheckConfiguration(session, ConfigurationFileOf(parse))];
        bool isConfigured = findings.TrueForAll(f => f.Verdict == Verdict.Ok);
        if (isConfigured)
        {
            findings.AddRange(await CheckSkillsAsync(session, cancellationToken));
            findings.AddRange(CheckUnsandboxed(session.Get<IOptions<PolicyOptions>>().Value));
            ImageOptions images = session.Get<IOptions<ImageOptions>>().Value;
            findings.AddRange(StorageChecks.CheckState(images.StateFolder ?? ""));
        }

        findings.AddRange(await CheckEngineAsync(session, isConfigured, cancellationToken));
        if (parse.GetValue(_prove) && isConfigured)
        {
            findings.AddRange(await ProveAsync(parse, cancellationToken));
        }

        if (WantsJson(parse))
        {
            Json.Write(Terminal.Out, new { findings });
        }
        else
        {
            FindingTable.Write(Terminal.OutConsole, findings);
        }

        return findings.Exists(f => f.Verdict == Verdict.Fail) ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private async Task<IReadOnlyList<Finding>> ProveAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        using ProbeFolder folder = new();
        try
        {
            await using Session session = OpenSession(parse, folder.Skills, folder.Settings);
            return await new Prover(session, folder, Show).ProveAsync(cancellationToken);
        }
        catch (EngineException e)
        {
            return [Finding.Fail("proofs", e.Message, "mend what is wrong above, then prove again")];
        }

        void Show(string line)
        {
            if (Terminal.ErrorIsTerminal)
            {
                Terminal.Error.WriteLine(line);
            }
        }
    }

    private static IEnumerable<Finding> CheckConfiguration(Session session, string? file)
    {
        string[] errors = session.Validate();
        return errors.Length > 0
            ? errors.Select(e =>
                Finding.Fail("configuration", e, file is null ? "mend the environment" : $"mend {file} or the environment"))
            : [Finding.Ok("configuration", file ?? "no file: built-in defaults")];
    }

    private static async Task<IReadOnlyList<Finding>> CheckSkillsAsync(Session session, CancellationToken cancellationToken)
    {
        try
        {
            SkillCatalog catalog = await session.SkillHost.LoadAsync(cancellationToken);
            string seen = $"{Amount.Count(catalog.Skills.Count, "skill")}, {Amount.Count(catalog.Functions.Count, "function")}";
            int bad = FailureReport.Folders(catalog.Failures);
            return bad == 0
                ? [Finding.Ok("skills", seen)]
                : [Finding.Warn("skills", $"{seen}; {Amount.Count(bad, "folder")} cannot be used", "'skillhost validate' says why")];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [Finding.Fail("skills", e.Message, "make the folder, or name another: --skills or SkillHost:SkillsFolder")];
        }
    }

    private static async Task<IReadOnlyList<Finding>> CheckEngineAsync(
        Session session, bool isConfigured, CancellationToken cancellationToken)
    {
        try
        {
            EngineInfo engine = await session.Get<IContainerEngine>().GetInfoAsync(cancellationToken);
            List<Finding> findings = [.. EngineChecks.Check(engine), .. StorageChecks.CheckEngine(engine)];
            if (isConfigured)
            {
                findings.Add(CheckGroup(engine, session.Get<IOptions<SandboxOptions>>().Value));
                findings.AddRange(CheckRuntimes(session.Get<IOptions<PolicyOptions>>().Value, engine));
                ImageChecks images = new(session, session.Get<IOptions<ImageOptions>>().Value);
                findings.AddRange(await images.CheckAsync(engine, cancellationToken));
            }

            return findings;
        }
        catch (EngineException e)
        {
            return [Finding.Fail("engine", e.Message, "without an engine nothing runs; 'skillhost list' and 'validate' need none")];
        }
        catch (OptionsValidationException) when (!isConfigured)
        {
            // Told already; without its options there is no engine to ask.
            return [];
        }
    }

    private static IEnumerable<Finding> CheckUnsandboxed(PolicyOptions policies)
    {
        if (policies.AllowUnsandboxed)
        {
            string[] names = [.. policies.Skills.Where(skill => skill.Value.Unsandboxed).Select(skill => skill.Key)];
            yield return Finding.Warn(
                "unsandboxed", $"allowed; {(names.Length == 0 ? "no skill" : string.Join(", ", names))} runs as the host's own user",
                "for development only: drop SkillHost:Policies:AllowUnsandboxed");
        }
    }

    private static Finding CheckGroup(EngineInfo engine, SandboxOptions options) =>
        CallGroups.WhyNot(engine, options) is { } reason
            ? Finding.Warn(
                "calls' total", $"bounded by admission, and not by the kernel too, because {reason}",
                "nothing must be done; to have both, name a control group with limits: SkillHost:Sandboxes:CgroupParent")
            : Finding.Ok("calls' total", $"bounded by the control group {options.CgroupParent ?? "of the host's own"}");

    private static IEnumerable<Finding> CheckRuntimes(PolicyOptions policies, EngineInfo engine) => policies.Runtimes.Select(name =>
        engine.Runtimes.Contains(name)
            ? Finding.Ok("OCI runtime", name)
            : Finding.Fail(
                "OCI runtime", $"{name} is not installed in the engine", "install it there, or drop it from SkillHost:Policies:Runtimes"));
}
