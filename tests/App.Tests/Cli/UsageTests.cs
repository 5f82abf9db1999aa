using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

public sealed class UsageTests
{
    [Theory]
    [InlineData("no command is named 'valdate'; did you mean validate?", "valdate")]
    [InlineData("no option is named '--jsn'; did you mean --json?", "list", "--jsn")]
    [InlineData("no option is named '--timout'; did you mean --timeout?", "run", "--timout", "5s")]
    [InlineData("Required argument missing for command: 'run'.", "run")]
    [InlineData("--timeout: seen 5y, wanted a time such as 500ms, 5s, 2m, 1h or 7d", "run", "a.b", "--timeout", "5y")]
    [InlineData("--memory: seen 0m, wanted bytes such as 65536, 64k, 64m or 1g", "run", "a.b", "--memory", "0m")]
    [InlineData("--cpus: seen half, wanted a number such as 0.5", "run", "a.b", "--cpus", "half")]
    [InlineData("--pids: seen -1, wanted a whole number", "run", "a.b", "--pids", "-1")]
    [InlineData("--parallel: seen 17, wanted a whole number from 1 to 16", "build", "--parallel", "17")]
    [InlineData("--config nowhere.json: no such file, wanted a JSON configuration file", "list", "--config", "nowhere.json")]
    public async Task WrongCommandLine_IsRefusedInPlainWordsWithCode2(string message, params string[] arguments)
    {
        using SkillsFolder folder = new();

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("", result.Out);
        Assert.StartsWith($"skillhost: {message}\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SkillsFolderMissing_IsNamed()
    {
        using SkillsFolder folder = new();

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, "list", "--skills", "elsewhere");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("elsewhere", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_SaysProgramAndRuntime()
    {
        ProgramResult result = await SkillHostProgram.RunAsync(Path.GetTempPath(), "version");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"^skillhost \d+\.\d+\.\d+ \(\.NET 1\d\.", result.Out);
    }
}
