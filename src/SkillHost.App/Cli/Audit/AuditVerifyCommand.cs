using System.CommandLine;
using SkillHost.App.Cli.Rendering;
using SkillHost.App.Cli.Setup;
using SkillHost.Audit;

namespace SkillHost.App.Cli.Audit;

/// <summary><c>skillhost audit verify</c>: checks the chain of the whole log. Asks nothing of the engine and writes nothing.</summary>
internal sealed class AuditVerifyCommand : CliCommand
{
    private const int HashLength = 64;

    private readonly Option<string?> _expect = new("--expect")
    {
        Description = "Hash of a line that must be in the log, such as the head printed by an earlier check",
        HelpName = "HASH",
    };

    public AuditVerifyCommand(Terminal terminal, GlobalOptions options)
        : base("verify", "Check that no line of the audit log was changed, removed or put in", terminal, options)
    {
        Options.Add(_expect);
    }

    public override IReadOnlyList<string> Examples =>
        ["skillhost audit verify", "skillhost audit verify --json", "skillhost audit verify --expect $(cat head-of-last-week)"];

    protected override async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        string? expect = parse.GetValue(_expect)?.Trim().ToLowerInvariant();
        if (expect is not null && (expect.Length != HashLength || !expect.All(char.IsAsciiHexDigitLower)))
        {
            throw new UsageException($"--expect {expect}: wanted {HashLength} hexadecimal digits");
        }

        await using Session session = OpenSession(parse);
        AuditVerification seen = new AuditReader(session.Get<AuditFolder>().Path).Verify(expect);
        if (WantsJson(parse))
        {
            Json.Write(Terminal.Out, seen);
        }
        else
        {
            await WriteAsync(seen, expect);
        }

        return seen.Holds ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private async Task WriteAsync(AuditVerification seen, string? expect)
    {
        await Terminal.Out.WriteLineAsync(
            $"entries  {seen.Entries}{(seen.First > 1 ? $", from number {seen.First}: earlier files are not in the folder" : "")}");
        await Terminal.Out.WriteLineAsync($"head     {seen.Head}");
        if (seen.ExpectedAt is { } at)
        {
            await Terminal.Out.WriteLineAsync($"expected number {at}, followed by {seen.Last - at}");
        }

        if (seen.IsTorn)
        {
            await Terminal.Error.WriteLineAsync(
                "skillhost: the last line has no end: its writer died within it or writes it now; it does not count");
        }

        await (seen.Problem is { } problem
            ? Terminal.Error.WriteLineAsync($"skillhost: the chain does not hold: {problem}")
            : Terminal.Out.WriteLineAsync(expect is null ? "the chain holds" : "the chain holds and has the expected line"));
    }
}
