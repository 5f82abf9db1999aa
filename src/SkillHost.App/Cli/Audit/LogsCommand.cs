using System.CommandLine;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Audit;

namespace SkillHost.App.Cli.Audit;

/// <summary><c>skillhost logs</c>: the last calls, one line each, from the audit log. Asks nothing of the engine.</summary>
internal sealed class LogsCommand : CliCommand
{
    private readonly Option<int> _count = new("--lines", "-n")
    {
        Description = "How many calls",
        HelpName = "N",
        DefaultValueFactory = _ => 20,
    };

    public LogsCommand(Terminal terminal, GlobalOptions options)
        : base("logs", "List the last calls, one line each", terminal, options)
    {
        _count.Validators.Add(CountRule.AtLeastOne);
        Options.Add(_count);
    }

    public override IReadOnlyList<string> Examples => ["skillhost logs", "skillhost logs -n 100", "skillhost logs --json"];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        await using Session session = OpenSession(parse);
        IReadOnlyList<AuditEntry> entries =
            new AuditReader(session.Get<AuditFolder>().Path).ReadLast(parse.GetValue(_count), static _ => true);
        if (WantsJson(parse))
        {
            Json.Write(Terminal.Out, entries.Select(CallRow.Of));
            return ExitCodes.Ok;
        }

        Tables.Write(Terminal.OutConsole, ["Time", "Function", "Outcome", "Took", "Call"],
            entries.Select(CallRow.Of).Select(row => (string[])
            [CallTime.Of(row.Time), row.Function, row.Outcome, Amount.Time(TimeSpan.FromMilliseconds(row.DurationMs)), row.InvocationId]));
        return ExitCodes.Ok;
    }
}
