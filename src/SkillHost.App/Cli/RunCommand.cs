using System.CommandLine;
using System.Text.Json;
using SkillHost.App.Cli.Approving;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Functions;
using SkillHost.Hosting;
using SkillHost.Images;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.Skills;

namespace SkillHost.App.Cli;

/// <summary><c>skillhost run skill.function</c>: one call, in its own container.</summary>
internal sealed class RunCommand : CliCommand
{
    private readonly Argument<string> _function =
        Refusal.OfOptions(new Argument<string>("function") { Description = "Function to call, such as csv-summary.summarise" });

    private readonly Option<bool> _stream =
        new("--stream") { Description = "Print events as lines of JSON while it runs, then the result" };

    private readonly CallArguments _arguments;
    private readonly CallLimits _limits = new();
    private readonly CallFiles _files = new();
    private readonly CallApproval _approval;

    public RunCommand(Terminal terminal, GlobalOptions options)
        : base("run", "Call a function and print its result; its logs go to standard error", terminal, options)
    {
        _arguments = new CallArguments(terminal);
        _approval = new CallApproval(terminal);
        Arguments.Add(options.Names.OfFunctions(_function));
        _arguments.AddTo(this);
        _limits.AddTo(this);
        _files.AddTo(this);
        _approval.AddTo(this);
        Options.Add(_stream);

        // Flags of the function, which nobody knows before its skill is loaded.
        TreatUnmatchedTokensAsErrors = false;
    }

    public override IReadOnlyList<string> Examples =>
    [
        "skillhost run csv-summary.summarise --csv @sales.csv --no-header",
        "skillhost run csv-summary.summarise --help",
        """skillhost run csv-summary.summarise --args '{"csv": "a,b\n1,2\n"}'""",
        "skillhost run csv-summary.summarise --arg-file csv=sales.csv --arg header=true",
        "skillhost run csv-summary.summarise --args @arguments.json --timeout 5s --memory 64m --json",
        "skillhost run csv-summary.summarise --stream < arguments.json",
        "skillhost run plots.draw --file sales.csv=data/2026.csv --out plots",
    ];

    public override async Task<IReadOnlyList<string>> MoreHelpAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        if (parse.GetResult(_function)?.Tokens is not [{ Value: var name }])
        {
            return
            [
                "Arguments of a function: one flag for each property of its input schema; 'skillhost run <function> --help' shows them",
            ];
        }

        await using Session session = OpenSession(parse);
        SkillFunction function = FunctionFinder.Find(await session.SkillHost.LoadAsync(cancellationToken), name);
        string[] lines = [.. CallArguments.FlagsOf(this, function).Help()];
        return lines.Length == 0 ? [] : [$"Arguments of {function.QualifiedName}:", .. lines.Select(line => $"  {line}")];
    }

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        PolicyNarrowing? narrowing = _limits.Read(parse);
        IReadOnlyList<InvocationFile> files = _files.Read(parse);
        OutFolder? folder = _files.Folder(parse);
        await using Session session = OpenSession(parse);
        string name = parse.GetRequiredValue(_function);
        await session.SkillHost.LoadAsync(cancellationToken);
        SkillFunction function = FunctionFinder.Find(await ListAsync(session, name, parse, cancellationToken), name);
        ReadOnlyMemory<byte> arguments = await _arguments.ReadAsync(parse, function, cancellationToken);
        string? approver = await _approval.ReadAsync(parse, session, function, narrowing, cancellationToken);
        await session.StartAsync(cancellationToken);
        if (Terminal.ErrorIsLive && !function.Callable.Policy.Unsandboxed && AreValid(arguments, function))
        {
            await ShowBuildAsync(session, function, parse, cancellationToken);
        }

        ResultWriter writer = new(Terminal, filesAreKept: folder is not null);
        bool stream = parse.GetValue(_stream);
        bool json = WantsJson(parse);
        InvocationOptions options = new()
        {
            Caller = CliCaller.Name,
            ApprovedBy = approver,
            Narrowing = narrowing,
            Files = files,
            OnEvent = stream ? writer.StreamEventAsync : json ? null : writer.ShowEventAsync,
        };
        InvocationResult result = await function.CallAsync(arguments, options, cancellationToken);
        result = folder is null ? result : await folder.WriteAsync(result, cancellationToken);
        Action<InvocationResult> write = stream ? writer.StreamResult : json ? writer.WriteJson : writer.Write;
        write(result);
        return Conclude(result, folder?.Complaints ?? []);
    }

    private int Conclude(InvocationResult result, IReadOnlyList<string> complaints)
    {
        foreach (string complaint in complaints)
        {
            Terminal.Error.WriteLine($"skillhost: {SafeText.CleanLine(complaint)}");
        }

        return result.IsOk && complaints.Count > 0 ? ExitCodes.Failed : ExitCodes.For(result.Status);
    }

    /// <summary>What is loaded; a skill whose functions are not known yet is built first.</summary>
    private async Task<SkillCatalog> ListAsync(Session session, string function, ParseResult parse, CancellationToken cancellationToken)
    {
        SkillCatalog catalog = session.SkillHost.Catalog;
        string name = function.Split('.', 2)[0];
        if (catalog.Unlisted.All(unlisted => unlisted.Value != name))
        {
            return catalog;
        }

        await session.StartAsync(cancellationToken);
        Skill skill = catalog.Skills.First(loaded => loaded.Name.Value == name);
        IReadOnlyList<ImageBuildReport> reports = await new BuildProgressView(Terminal, WantsLog(parse)).ShowAsync(
            lines => session.Get<IImageBuilder>().BuildAsync([skill], new ImageBuildRequest(), lines, cancellationToken));
        if (!reports.All(BuildTable.IsDone))
        {
            BuildTable.WriteFailures(Terminal.Error, reports);
            throw new UsageException($"the functions of '{name}' are not known, since it could not be built; see above");
        }

        return await session.SkillHost.LoadAsync(cancellationToken);
    }

    /// <summary>Builds the image before the call does, so that whoever waits for it sees why. How it went, the call will say.</summary>
    private async Task ShowBuildAsync(Session session, SkillFunction function, ParseResult parse, CancellationToken cancellationToken) =>
        await new BuildProgressView(Terminal, WantsLog(parse)).ShowAsync(lines => session.Get<IImageBuilder>()
            .BuildAsync([function.Callable.Skill], new ImageBuildRequest(), lines, cancellationToken));

    private static bool AreValid(ReadOnlyMemory<byte> arguments, SkillFunction function)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(arguments);
            return function.Callable.Input.Validate(document.RootElement, limit: 1).Count == 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
