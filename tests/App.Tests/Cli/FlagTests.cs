using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

[Collection(EngineTests.Name)]
public sealed class FlagTests(ProbeSkill probe)
{
    private const string Function = """
        apiVersion: skillhost/v1
        name: flags
        version: 1.0.0
        description: Has arguments of every type.
        runtime: bash
        functions:
          - name: run
            description: Never runs.
            inputSchema:
              type: object
              required: [maxRows]
              properties:
                maxRows: { type: integer, description: How many }
                ratio: { type: number, default: 0.5 }
                mode: { enum: [fast, slow], description: How }
                tags: { type: array, items: { type: string } }
                exact: { type: boolean }
                where: { type: object }
                timeout: { type: string, description: Hidden behind an option of run }
            command: ["bash", "run.sh"]
        """;

    [EngineFact]
    public async Task Run_FlagsOfTheSchema_BecomeTypedArguments()
    {
        string file = Path.Combine(probe.Root, "text.txt");
        await File.WriteAllTextAsync(file, "from a file");

        ProgramResult both = await probe.RunAsync("run", $"{probe.Name}.echo", "--text", "12", "--count=3");
        ProgramResult mixed = await probe.RunAsync(
            "run", $"{probe.Name}.echo", "--args", """{"more":1}""", "--text", $"@{file}", "--arg", "count=4");
        ProgramResult literal = await probe.RunAsync("run", $"{probe.Name}.echo", "--text", "@@home");

        Assert.Equal("""{"text":"12","count":3}""", both.Out.TrimEnd());
        Assert.Equal("""{"more":1,"count":4,"text":"from a file"}""", mixed.Out.TrimEnd());
        Assert.Equal("""{"text":"@home"}""", literal.Out.TrimEnd());
    }

    [Theory]
    [InlineData("--max-rows: seen 1.5, wanted WHOLE NUMBER", "--max-rows", "1.5")]
    [InlineData("--max-rows: seen many, wanted WHOLE NUMBER", "--maxRows", "many")]
    [InlineData("--ratio: seen true, wanted NUMBER", "--ratio", "true")]
    [InlineData("--mode: seen medium, wanted fast|slow", "--mode", "medium")]
    [InlineData("--where: seen [], wanted JSON|@FILE", "--where", "[]")]
    [InlineData("--mode: wanted a value, fast|slow", "--mode")]
    [InlineData("--mode: given twice, wanted once", "--mode", "fast", "--mode", "slow")]
    [InlineData("cannot read nowhere.json:", "--where", "@nowhere.json")]
    [InlineData("a file: seen no name, wanted one", "--where", "@")]
    [InlineData("no option is named '--max-row'; did you mean --max-rows?", "--max-row", "1")]
    [InlineData("seen extra, wanted an option; 'skillhost run <function> --help' shows the function's own", "extra")]
    public async Task Run_WrongFlag_IsRefusedWithCode2(string message, params string[] flags)
    {
        using SkillsFolder folder = new();
        folder.Write("skills/flags/skill.yaml", Function);

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, ["run", "flags.run", .. flags]);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"skillhost: {message}", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunHelp_WithAFunction_ShowsItsFlags()
    {
        using SkillsFolder folder = new();
        folder.Write("skills/flags/skill.yaml", Function);

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, "run", "flags.run", "--help");

        Assert.Equal(0, result.ExitCode);
        Expected.Matches("help-run-function", result.Out[result.Out.IndexOf("Arguments of flags.run", StringComparison.Ordinal)..]);
    }
}
