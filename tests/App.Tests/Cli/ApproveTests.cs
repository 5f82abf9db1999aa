using System.Diagnostics;
using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

/// <summary>Rules that ask, and the lock file, as their users meet them.</summary>
[Collection(EngineTests.Name)]
public sealed class ApproveTests(ProbeSkill probe) : IDisposable
{
    private readonly SkillsFolder _folder = new SkillsFolder().WriteBash("alpha", "echo alpha\n")
        .Write("appsettings.json", """{ "SkillHost": { "Approval": { "Lock": "enforce" } } }""");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Approve_ThenChange_IsShownByEveryVerbAndApprovedAgain()
    {
        ProgramResult never = await RunAsync("validate");
        ProgramResult approved = await RunAsync("approve", "--all");
        ProgramResult valid = await RunAsync("validate");
        string manifest = Path.Combine(_folder.Root, "skills/alpha/skill.yaml");
        string text = await File.ReadAllTextAsync(manifest);
        await File.WriteAllTextAsync(manifest, text.Replace("Does what its script says.", "Does more.", StringComparison.Ordinal));
        ProgramResult changed = await RunAsync("validate");
        ProgramResult listed = await RunAsync("list");
        ProgramResult plan = await RunAsync("plan", "alpha");
        ProgramResult check = await RunAsync("approve", "--check");
        ProgramResult again = await RunAsync("approve", "alpha");
        ProgramResult last = await RunAsync("approve", "--check", "--json");

        Assert.Contains("never approved", never.Out, StringComparison.Ordinal);
        Assert.Equal((1, 0, 0), (never.ExitCode, approved.ExitCode, valid.ExitCode));
        Assert.StartsWith("alpha: new\nwrote ", approved.Out, StringComparison.Ordinal);
        const string Difference = "functions[0].description: seen \"Does more.\", wanted \"Does what its script says.\", as approved; "
            + "'skillhost approve alpha' approves the change";
        Assert.Equal((1, 1), (changed.ExitCode, check.ExitCode));
        Assert.Contains(Difference, changed.Out, StringComparison.Ordinal);
        Assert.Contains(Difference, listed.Error, StringComparison.Ordinal);
        const string Pair = "  functions.run.description\n    was \"Does what its script says.\"\n    is  \"Does more.\"\n";
        Assert.Contains("alpha is not as approved:\n" + Pair, plan.Out, StringComparison.Ordinal);
        Assert.StartsWith("alpha: changed\n" + Pair, check.Out, StringComparison.Ordinal);
        Assert.StartsWith("alpha: changed\n" + Pair, again.Out, StringComparison.Ordinal);
        JsonElement skill = Assert.Single(JsonDocument.Parse(last.Out).RootElement.GetProperty("skills").EnumerateArray());
        Assert.Equal("as approved", skill.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Approve_SkillThatIsGone_IsNamedAndForgottenWithAll()
    {
        await RunAsync("approve", "--all");
        Directory.Delete(Path.Combine(_folder.Root, "skills/alpha"), recursive: true);

        ProgramResult check = await RunAsync("approve", "--check");
        ProgramResult all = await RunAsync("approve", "--all");
        ProgramResult after = await RunAsync("approve", "--check");

        Assert.Equal((1, 0, 0), (check.ExitCode, all.ExitCode, after.ExitCode));
        Assert.Contains("alpha: approved, but there is no such skill", check.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approve_WrongWordsOrABrokenLock_AreRefusedWithCode2()
    {
        ProgramResult none = await RunAsync("approve");
        ProgramResult both = await RunAsync("approve", "alpha", "--all");
        _folder.Write("skills.lock", """{ "lockVersion": 7, "skills": {} }""");
        ProgramResult broken = await RunAsync("approve", "--all");

        Assert.Equal((2, 2, 2), (none.ExitCode, both.ExitCode, broken.ExitCode));
        Assert.StartsWith("skillhost: wanted names of skills, or --all\n", none.Error, StringComparison.Ordinal);
        Assert.Contains("lockVersion 7, wanted 1", broken.Error, StringComparison.Ordinal);
        string left = await File.ReadAllTextAsync(Path.Combine(_folder.Root, "skills.lock"));
        Assert.Contains("\"lockVersion\": 7", left, StringComparison.Ordinal);
    }

    [EngineFact]
    public async Task Run_FunctionThatAsks_NeedsYesOrATerminal()
    {
        string[] rules = ["SKILLHOST_Approval__Default=ask"];
        string[] words = ["run", $"{probe.Name}.echo", "--args", "{}"];

        ProgramResult denied = await SkillHostProgram.RunAsync(probe.Root, "", words, rules);
        ProgramResult ran = await SkillHostProgram.RunAsync(probe.Root, "", [.. words, "--yes"], rules);
        ProgramResult list = await SkillHostProgram.RunAsync(probe.Root, "", ["list"], rules);
        ProgramResult audit = await probe.RunAsync("audit", "show", "--last", "2", "--json");

        Assert.Equal((13, 0), (denied.ExitCode, ran.ExitCode));
        Assert.Contains("there is no terminal to ask at; --yes approves the call", denied.Error, StringComparison.Ordinal);
        Assert.Contains("skillhost: denied: ", denied.Error, StringComparison.Ordinal);
        Assert.Equal("{}\n", ran.Out);
        Assert.Matches(@"echo .* ask ", list.Out);
        Assert.Contains("\"approval\": \"not approved\"", audit.Out, StringComparison.Ordinal);
        Assert.Matches("\"approval\": \"approved by cli:.* with --yes\"", audit.Out);
    }

    /// <summary>A terminal made by <c>script</c>, at which a person answers.</summary>
    [EngineFact]
    public async Task Run_AtATerminal_ShowsWhatItMayDoAndTakesYesForAnAnswer()
    {
        Assert.Equal((0, true), await AnswerAsync("y"));
        Assert.Equal((13, true), await AnswerAsync("n"));
        Assert.Equal((13, true), await AnswerAsync(""));
    }

    private async Task<(int ExitCode, bool Asked)> AnswerAsync(string answer)
    {
        string line = $"dotnet {SkillHostProgram.File} run {probe.Name}.echo --args {{}}";
        ProcessStartInfo start = new("script", ["-q", "-e", "-c", line, "/dev/null"])
        {
            WorkingDirectory = probe.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["SKILLHOST_Approval__Default"] = "ask";
        using Process terminal = Process.Start(start) ?? throw new InvalidOperationException("script could not be started");
        ProgramResult result = await SkillHostProgram.EndAsync(terminal, answer + "\n");
        return (result.ExitCode, result.Out.Contains("may: network none, mounts none", StringComparison.Ordinal)
            && result.Out.Contains("The default asks. Run it? [y/N]", StringComparison.Ordinal));
    }

    private Task<ProgramResult> RunAsync(params string[] arguments) => SkillHostProgram.RunAsync(_folder.Root, arguments);
}
