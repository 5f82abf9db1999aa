using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

public sealed class ValidateTests : IDisposable
{
    private readonly SkillsFolder _folder = new SkillsFolder().WriteMixed();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Validate_Faults_AreAllReportedWithTheirPlace()
    {
        ProgramResult result = await SkillHostProgram.RunAsync(_folder.Root, "validate");

        Assert.Equal(1, result.ExitCode);
        Expected.Matches("validate", result.Out);
    }

    [Fact]
    public async Task Validate_ValidSkillByName_IsNotBlamedForOthers()
    {
        ProgramResult result = await SkillHostProgram.RunAsync(_folder.Root, "validate", "alpha");

        Assert.Equal(new ProgramResult(0, "1 skill valid, 0 not, 0 errors\n", ""), result);
    }

    [Fact]
    public async Task Validate_Json_ListsValidAndFailures()
    {
        ProgramResult result = await SkillHostProgram.RunAsync(_folder.Root, "validate", "--json");

        JsonElement root = JsonDocument.Parse(result.Out).RootElement;
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(["alpha", "beta"], root.GetProperty("valid").EnumerateArray().Select(v => v.GetString()));
        Assert.Contains(root.GetProperty("failures").EnumerateArray(), f => f.GetProperty("file").GetString() == "gamma/skill.yaml");
    }

    [Fact]
    public async Task Validate_UnknownName_SuggestsTheNearest()
    {
        ProgramResult result = await SkillHostProgram.RunAsync(_folder.Root, "validate", "gamme");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("skillhost: no skill is named 'gamme'; did you mean gamma?\n", result.Error);
    }

    [Fact]
    public async Task Validate_EscapeSequencesInAManifest_DoNotReachTheTerminal()
    {
        using SkillsFolder folder = new SkillsFolder().WriteBash("alpha", "", "\"\\u001b[2Jkey\": 1");

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, "validate");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("key", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', result.Out);
    }
}
