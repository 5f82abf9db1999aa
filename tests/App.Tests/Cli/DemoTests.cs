using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

[Collection(OwnFolderTests.Name)]
public sealed class DemoTests
{
    [EngineFact]
    public async Task Demo_OfTheShippedSkills_CallsThemAllAndShowsTimesAndLimits()
    {
        ProgramResult result = await SkillHostProgram.RunAsync(Repository.Root, "demo");

        Assert.True(result.ExitCode == 0, $"{result.Out}\n{result.Error}");
        Assert.Contains("5 of 5 calls ok", result.Out, StringComparison.Ordinal);
        Assert.Matches(@"\nok in [\d.]+ m?s \(container [\d.]+ m?s, function [\d.]+ m?s\), peak memory [\d.]+ MiB", result.Out);
        Assert.Matches(@"\nlimits: [\d.]+ m?s, \d+ MiB, [\d.]+ cpu, \d+ pids, network none\n", result.Out);
    }

    [EngineFact]
    public async Task Demo_Json_HoldsEveryResultAndTheCommandThatRepeatsIt()
    {
        ProgramResult result = await SkillHostProgram.RunAsync(Repository.Root, "demo", "--json");

        JsonElement[] calls = [.. JsonDocument.Parse(result.Out).RootElement.GetProperty("calls").EnumerateArray()];
        Assert.Equal(5, calls.Length);
        Assert.All(calls, c => Assert.Equal("ok", c.GetProperty("result").GetProperty("status").GetString()));
        string[] commands = [.. calls.Select(c => c.GetProperty("command").GetString() ?? "")];
        Assert.Contains(commands, c => c.Contains("--arg-file csv=skills/csv-summary/samples/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Demo_InAFolderWithoutItsSkills_SaysSo()
    {
        using SkillsFolder folder = new SkillsFolder().WriteBash("alpha", "echo alpha");

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, "demo");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("none of the demonstration's skills", result.Error, StringComparison.Ordinal);
    }
}
