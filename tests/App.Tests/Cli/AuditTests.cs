using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

/// <summary>The audit log through the program. Refused calls need no engine.</summary>
public sealed class AuditTests : IDisposable
{
    private readonly SkillsFolder _folder = new SkillsFolder()
        .WriteBash("alpha", "echo alpha")
        .Write("appsettings.json", """{ "SkillHost": { "StateFolder": "state", "Docker": { "Address": "unix:///no/such.sock" } } }""");

    private string Log => Path.Combine(_folder.Root, "state", "audit", "audit-000001.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Logs_AfterCalls_OneLineEachNewestLast()
    {
        await RunAsync("run", "alpha.run", "--args", "[1]");
        await RunAsync("run", "alpha.run", "--args", "{}");

        ProgramResult all = await RunAsync("logs");
        ProgramResult last = await RunAsync("logs", "-n", "1", "--json");

        string[] lines = all.Out.TrimEnd().Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Matches("^TIME +FUNCTION +OUTCOME +TOOK +CALL", lines[0]);
        Assert.Matches(@"^20\d\d-\d\d-\d\d \d\d:\d\d:\d\dZ +alpha\.run +invalid_arguments +\d.* [0-9a-f]{32}", lines[1]);
        Assert.Matches("alpha.run +unavailable", lines[2]);
        Assert.Equal(
            "unavailable", Assert.Single(JsonDocument.Parse(last.Out).RootElement.EnumerateArray()).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Show_FilteredBySkill_SaysWhoCalled()
    {
        await RunAsync("run", "alpha.run", "--args", "[1]");

        ProgramResult show = await RunAsync("audit", "show", "--skill", "alpha", "--json");
        ProgramResult other = await RunAsync("audit", "show", "--skill", "beta", "--json");

        JsonElement record = Assert.Single(JsonDocument.Parse(show.Out).RootElement.EnumerateArray()).GetProperty("record");
        Assert.Equal($"cli:{Environment.UserName}", record.GetProperty("caller").GetString());
        Assert.Equal(3, record.GetProperty("argumentBytes").GetInt32());
        Assert.Equal("[]\n", other.Out);
    }

    [Fact]
    public async Task Verify_LineChanged_ExitsWith1AndNamesFileAndLine()
    {
        await RunAsync("run", "alpha.run", "--args", "[1]");
        ProgramResult whole = await RunAsync("audit", "verify");
        await File.WriteAllTextAsync(Log, (await File.ReadAllTextAsync(Log)).Replace("alpha", "gamma", StringComparison.Ordinal));

        ProgramResult changed = await RunAsync("audit", "verify");

        Assert.Equal(0, whole.ExitCode);
        Assert.Matches("^entries  1\nhead     [0-9a-f]{64}\nthe chain holds\n$", whole.Out);
        Assert.Equal(1, changed.ExitCode);
        Assert.Equal(
            "skillhost: the chain does not hold: audit-000001.jsonl(1): the line was changed after it was written\n", changed.Error);
    }

    [Fact]
    public async Task Verify_ExpectedHeadCutOff_ExitsWith1()
    {
        await RunAsync("run", "alpha.run", "--args", "[1]");
        await RunAsync("run", "alpha.run", "--args", "[1]");
        string head = (await RunAsync("audit", "verify")).Out.Split('\n')[1].Split(' ')[^1];
        ProgramResult there = await RunAsync("audit", "verify", "--expect", head);
        await File.WriteAllTextAsync(Log, (await File.ReadAllLinesAsync(Log))[0] + "\n");

        ProgramResult gone = await RunAsync("audit", "verify", "--expect", head);
        ProgramResult wrong = await RunAsync("audit", "verify", "--expect", "abc");

        Assert.Equal((0, 1, 2), (there.ExitCode, gone.ExitCode, wrong.ExitCode));
        Assert.Contains("cut short", gone.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AuditFolderIsAFile_RefusedWithCode3()
    {
        _folder.Write("state/audit", "taken");

        ProgramResult result = await RunAsync("run", "alpha.run", "--args", "[1]");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("the audit log cannot be written", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Out);
    }

    [Fact]
    public async Task AuditAlone_SaysWhatItTakes()
    {
        ProgramResult result = await RunAsync("audit");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("see skillhost audit --help", result.Error, StringComparison.Ordinal);
    }

    private Task<ProgramResult> RunAsync(params string[] arguments) => SkillHostProgram.RunAsync(_folder.Root, arguments);
}
