using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

public sealed class HelpTests
{
    [Theory]
    [InlineData("help", "--help")]
    [InlineData("help-list", "list", "--help")]
    [InlineData("help-validate", "validate", "--help")]
    [InlineData("help-build", "build", "--help")]
    [InlineData("help-run", "run", "--help")]
    [InlineData("help-serve", "serve", "--help")]
    [InlineData("help-bench", "bench", "--help")]
    [InlineData("help-mcp", "mcp", "--help")]
    [InlineData("help-demo", "demo", "--help")]
    [InlineData("help-plan", "plan", "--help")]
    [InlineData("help-new", "new", "--help")]
    [InlineData("help-doctor", "doctor", "--help")]
    public async Task Help_OfVerb_ShowsOptionsAndExamples(string expected, params string[] arguments)
    {
        ProgramResult result = await SkillHostProgram.RunAsync(Path.GetTempPath(), arguments);

        Assert.Equal(0, result.ExitCode);
        Expected.Matches(expected, result.Out);
    }

    [Fact]
    public async Task NoVerb_ShowsTheHelp()
    {
        ProgramResult bare = await SkillHostProgram.RunAsync(Path.GetTempPath());
        ProgramResult help = await SkillHostProgram.RunAsync(Path.GetTempPath(), "--help");

        Assert.Equal(help, bare);
    }

    [Fact]
    public async Task Help_OfEveryVerb_EndsWithExamplesOfIt()
    {
        ProgramResult help = await SkillHostProgram.RunAsync(Path.GetTempPath(), "--help");
        string commands = help.Out.Split("Commands:\n")[1].Split("\n\n")[0];
        string[] verbs = [.. commands.Split('\n').Select(l => l.Trim().Split(' ')[0]).Where(v => v.Length > 0)];
        Assert.Contains("run", verbs);
        foreach (string verb in verbs)
        {
            ProgramResult one = await SkillHostProgram.RunAsync(Path.GetTempPath(), verb, "--help");

            const StringSplitOptions Tidy = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
            string[] examples = one.Out.Split("Examples:\n")[1].Split('\n', Tidy);
            Assert.NotEmpty(examples);
            Assert.All(examples, e => Assert.StartsWith($"skillhost {verb}", e, StringComparison.Ordinal));
        }
    }
}
