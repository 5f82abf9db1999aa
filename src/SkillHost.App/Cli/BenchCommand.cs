using System.CommandLine;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using SkillHost.App.Cli.Benchmarking;
using SkillHost.App.Cli.Planning;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Containers;
using SkillHost.Functions;
using SkillHost.Images;
using SkillHost.Invocations;
using SkillHost.Sandboxes;
using SkillHost.Sandboxes.Pools;

namespace SkillHost.App.Cli;

/// <summary><c>skillhost bench skill.function</c>: how long calls take on this machine, beside <c>docker run --rm</c>.</summary>
internal sealed class BenchCommand : CliCommand
{
    private const int MostDockerRuns = 20;
    private const int MostWarm = 16;

    private readonly Argument<string> _function =
        Refusal.OfOptions(new Argument<string>("function") { Description = "Function to measure, such as word-count.count" });

    private readonly Option<string?> _arguments = new("--args")
    {
        Description = "Arguments: a JSON object or @FILE (default: the function's first example)",
        HelpName = "JSON|@FILE",
    };

    private readonly Option<string?> _calls = new("-n", "--calls") { Description = "Calls to make (default: 200)", HelpName = "NUMBER" };
    private readonly Option<string?> _callers = new("--callers") { Description = "Callers at once (default: 1)", HelpName = "NUMBER" };

    private readonly Option<string?> _warm = new("--warm")
    {
        Description = "Containers kept waiting; 0 for none (default: the manifest's, at least 2 for each caller, at most 16)",
        HelpName = "NUMBER",
    };

    private readonly Option<bool> _backToBack = new("--back-to-back")
    {
        Description = "Call without waiting for a container to wait; a call that finds none starts its own",
    };

    public BenchCommand(Terminal terminal, GlobalOptions options)
        : base("bench", "Measure how long calls of a function take here, beside docker run", terminal, options)
    {
        Arguments.Add(_function);
        foreach (Option option in (Option[])[_arguments, _calls, _callers, _warm, _backToBack])
        {
            Options.Add(option);
        }
    }

    public override IReadOnlyList<string> Examples =>
    [
        "skillhost bench word-count.count",
        """skillhost bench word-count.count --args '{"text": "one two"}' -n 500 --json""",
        "skillhost bench word-count.count --callers 8 --back-to-back",
        "skillhost bench word-count.count --warm 0 -n 50",
    ];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        int calls = Quantity.ParseCount("-n", parse.GetValue(_calls) ?? "200", 1, 1_000_000);
        int callers = Quantity.ParseCount("--callers", parse.GetValue(_callers) ?? "1", 1, 64);
        int? asked = parse.GetValue(_warm) is { } text ? Quantity.ParseCount("--warm", text, 0, MostWarm) : null;
        await using Session session = OpenWarm(parse, callers);
        SkillFunction function = FunctionFinder.Find(
            await session.SkillHost.LoadAsync(cancellationToken), parse.GetRequiredValue(_function));
        byte[] arguments = await ReadArgumentsAsync(parse, function, cancellationToken);
        int warm = asked ?? Math.Min(MostWarm, Math.Max(function.Callable.Skill.Warm, 2 * callers));
        await session.StartAsync(cancellationToken);

        // The skill as its manifest would have it with that many.
        Callable callable = function.Callable with { Skill = function.Callable.Skill with { Warm = warm } };
        Measurement measured = await MeasureAsync(
            session, callable, arguments, calls, callers, !parse.GetValue(_backToBack), cancellationToken);
        BenchReport report = Summarise(function, measured, calls, callers, warm);
        report = await CompareAsync(session, function, arguments, calls, report, cancellationToken);
        Show(report, parse);
        return measured.Results.All(result => result.IsOk) ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private Session OpenWarm(ParseResult parse, int callers) => OpenSession(
        parse,
        new Dictionary<string, string?>
        {
            // What is measured is the function, not how many of its calls are let in, nor growth while it is measured.
            ["SkillHost:Warm:Adaptive"] = "false",
            ["SkillHost:Warm:MaxPerSkill"] = MostWarm.ToString(CultureInfo.InvariantCulture),
            ["SkillHost:Warm:MaxContainers"] = MostWarm.ToString(CultureInfo.InvariantCulture),
            ["SkillHost:Sandboxes:MaxConcurrentCalls"] = Math.Max(16, callers).ToString(CultureInfo.InvariantCulture),
            ["SkillHost:Sandboxes:MaxConcurrentCallsPerSkill"] = Math.Min(48, Math.Max(8, callers)).ToString(CultureInfo.InvariantCulture),
            ["SkillHost:Sandboxes:QueueTimeout"] = "00:05:00",
        },
        keepWarm: true);

    private async Task<byte[]> ReadArgumentsAsync(ParseResult parse, SkillFunction function, CancellationToken cancellationToken)
    {
        string? given = parse.GetValue(_arguments);
        if (given is null)
        {
            return Encoding.UTF8.GetBytes(CallArguments.ExampleOf(function));
        }

        return given.StartsWith('@')
            ? await CallArguments.ReadFileAsync(given[1..], cancellationToken)
            : Encoding.UTF8.GetBytes(given);
    }

    private static async Task<Measurement> MeasureAsync(
        Session session, Callable callable, byte[] arguments, int calls, int callers, bool wait, CancellationToken cancellationToken)
    {
        IInvoker invoker = session.Get<IInvoker>();
        TimeProvider time = session.Get<TimeProvider>();
        InvocationOptions options = new() { Caller = CliCaller.Name };
        using PoolGauge pool = new(callable.Skill.Name);
        int full = session.Get<IOptions<WarmOptions>>().Value.Enabled ? Math.Min(callable.Skill.Warm, callers + 1) : 0;

        // The first makes the image, if need be, and says what is to wait. Where the budget holds fewer, no call waits for more.
        InvocationResult first = await invoker.InvokeAsync(callable, arguments, options, cancellationToken);
        full = await pool.UntilAsync(first.IsOk ? full : 0, time, cancellationToken);
        InvocationResult[] results = new InvocationResult[calls];
        int next = -1;
        long begun = time.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(
            async () =>
            {
                while (Interlocked.Increment(ref next) is var i && i < calls)
                {
                    await pool.UntilAsync(wait ? full : 0, time, cancellationToken);
                    results[i] = await invoker.InvokeAsync(callable, arguments, options, cancellationToken);
                    cancellationToken.ThrowIfCancellationRequested();
                }
            },
            cancellationToken)));
        return new Measurement(results, time.GetElapsedTime(begun));
    }

    private static BenchReport Summarise(SkillFunction function, Measurement measured, int calls, int callers, int warm)
    {
        InvocationResult[] results = measured.Results;

        // Never null: there is at least one call.
        Percentiles all = Percentiles.Of(results.Select(result => result.DurationMs))!;
        Percentiles Phase(Func<InvocationPhases, double> phase) => Percentiles.Of(results.Select(result => phase(result.Phases)))!;
        return new BenchReport
        {
            Function = function.QualifiedName,
            Calls = calls,
            Callers = callers,
            Warm = warm,
            Statuses = results.GroupBy(result => InvocationJson.NameOf(result.Status))
                .ToDictionary(group => group.Key, group => group.Count()),
            P50Ms = all.P50Ms,
            P90Ms = all.P90Ms,
            P99Ms = all.P99Ms,
            Phases = new BenchPhases
            {
                Queue = Phase(phases => phases.QueueMs),
                Acquire = Phase(phases => phases.AcquireMs),
                Run = Phase(phases => phases.RunMs),
                Collect = Phase(phases => phases.CollectMs),
            },
            HitRate = Math.Round(results.Count(result => result.Container == SandboxKind.Warm) / (double)calls, 3),
            CallsPerSecond = Math.Round(calls / measured.Elapsed.TotalSeconds, 1),
        };
    }

    private static async Task<BenchReport> CompareAsync(
        Session session, SkillFunction function, byte[] arguments, int calls, BenchReport report, CancellationToken cancellationToken)
    {
        ImageBuildReport built = await session.Get<IImageBuilder>().GetImageAsync(function.Callable.Skill, cancellationToken);
        if (built.Image is not { } image)
        {
            return report;
        }

        IContainerEngine engine = session.Get<IContainerEngine>();
        DockerLine line = DockerLine.Of(function, image, await engine.GetInfoAsync(cancellationToken));
        DockerRuns runs = new(engine, session.Get<TimeProvider>(), function.Callable.Policy.Limits.Timeout);
        string input = Encoding.UTF8.GetString(arguments);
        bool program = await runs.ByProgramAsync(line.Arguments, input, cancellationToken) is not null;
        List<double> took = [];
        for (int i = 0; i < Math.Min(calls, MostDockerRuns); i++)
        {
            double? one = program
                ? await runs.ByProgramAsync(line.Arguments, input, cancellationToken)
                : await runs.ByRequestsAsync(StandaloneCall.Make(function.Callable, image), input, cancellationToken);
            if (one is not { } ms)
            {
                break;
            }

            took.Add(ms);
        }

        return Percentiles.Of(took) is not { } docker ? report : report with
        {
            DockerRunP50Ms = docker.P50Ms,
            DockerRunBy = program ? "docker" : "engine",
            Ratio = Math.Round(docker.P50Ms / report.P50Ms, 1),
        };
    }

    private void Show(BenchReport report, ParseResult parse)
    {
        if (WantsJson(parse))
        {
            Json.Write(Terminal.Out, report);
            return;
        }

        Percentiles all = new(report.P50Ms, report.P90Ms, report.P99Ms);
        BenchPhases phases = report.Phases;
        Tables.Write(
            Terminal.OutConsole,
            ["Milliseconds", "p50", "p90", "p99"],
            [
                Row("call", all), Row("  queue", phases.Queue), Row("  acquire", phases.Acquire), Row("  run", phases.Run),
                Row("  collect", phases.Collect),
            ]);
        TextWriter output = Terminal.Out;
        output.WriteLine(FormattableString.Invariant(
                $"\n{report.Calls} calls by {report.Callers} at once, {report.CallsPerSecond} a second; ")
            + FormattableString.Invariant($"{report.HitRate:P0} found a container"));
        output.WriteLine(string.Join(", ", report.Statuses.Select(status => $"{status.Value} {status.Key}")));
        output.WriteLine(report.DockerRunP50Ms is not { } docker
            ? "docker run could not be measured"
            : FormattableString.Invariant($"docker run --rm: {docker:0.0} ms, {report.Ratio:0.0} times as long")
                + (report.DockerRunBy == "engine" ? " (by the same requests to the engine, since there is no docker program)" : ""));
    }

    private static string[] Row(string name, Percentiles ms) => [name, Text(ms.P50Ms), Text(ms.P90Ms), Text(ms.P99Ms)];

    private static string Text(double ms) => ms.ToString("0.00", CultureInfo.InvariantCulture);

    private sealed record Measurement(InvocationResult[] Results, TimeSpan Elapsed);
}
