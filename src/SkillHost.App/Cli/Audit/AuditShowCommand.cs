using System.CommandLine;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Audit;

namespace SkillHost.App.Cli.Audit;

/// <summary><c>skillhost audit show</c>: entries of the log, oldest first. Asks nothing of the engine and writes nothing.</summary>
internal sealed class AuditShowCommand : CliCommand
{
    private const int HashShown = 12;
    private readonly Option<int> _last = new("--last")
    {
        Description = "At most N entries, the newest",
        HelpName = "N",
        DefaultValueFactory = _ => 50,
    };

    private readonly Option<string?> _skill = new("--skill") { Description = "Only entries of this skill", HelpName = "NAME" };

    public AuditShowCommand(Terminal terminal, GlobalOptions options)
        : base("show", "Show who called what, and how it ended", terminal, options)
    {
        _last.Validators.Add(CountRule.AtLeastOne);
        Options.Add(_last);
        Options.Add(_skill);
    }

    public override IReadOnlyList<string> Examples =>
        ["skillhost audit show", "skillhost audit show --last 1000 --skill csv-summary", "skillhost audit show --json"];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        await using Session session = OpenSession(parse);
        string? skill = parse.GetValue(_skill);
        IReadOnlyList<AuditEntry> entries = new AuditReader(session.Get<AuditFolder>().Path)
            .ReadLast(parse.GetValue(_last), entry => skill is null || entry.Record.Skill == skill);
        if (WantsJson(parse))
        {
            Json.Write(Terminal.Out, entries);
            return ExitCodes.Ok;
        }

        Tables.Write(
            Terminal.OutConsole,
            ["No", "Ended", "Caller", "Function", "Outcome", "Time", "In", "Out", "Image", "Policy", "Call"],
            entries.Select(Row));
        return ExitCodes.Ok;
    }

    private static string[] Row(AuditEntry entry)
    {
        AuditRecord record = entry.Record;
        return
        [
            $"{entry.Sequence}", CallTime.Of(entry.Time), record.Caller, $"{record.Skill}.{record.Function}", record.Outcome,
            Amount.Time(TimeSpan.FromMilliseconds(record.DurationMs)), Amount.Bytes(record.ArgumentBytes),
            Amount.Bytes(record.StdoutBytes + record.StderrBytes),
            Short(record.ImageId.Replace("sha256:", "", StringComparison.Ordinal)), Short(record.PolicyHash), record.InvocationId,
        ];
    }

    private static string Short(string hash) => hash.Length == 0 ? "-" : hash[..Math.Min(HashShown, hash.Length)];
}
