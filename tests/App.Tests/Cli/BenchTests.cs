using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

[Collection(EngineTests.Name)]
public sealed class BenchTests
{
    [EngineFact]
    public async Task Bench_FunctionWithAnExample_MeasuresCallsThatFindContainersBesideDockerRun()
    {
        ProgramResult result = await SkillHostProgram.RunAsync(
            Repository.Root, "bench", "word-count.count", "-n", "6", "--callers", "2", "--json");

        Assert.True(result.ExitCode == 0, result.Out + result.Error);
        JsonElement report = JsonElement.Parse(result.Out);
        Assert.Equal(6, report.GetProperty("statuses").GetProperty("ok").GetInt32());
        Assert.InRange(report.GetProperty("hitRate").GetDouble(), 0.5, 1);
        Assert.InRange(report.GetProperty("p50Ms").GetDouble(), 0.1, report.GetProperty("p99Ms").GetDouble());
        Assert.InRange(report.GetProperty("dockerRunP50Ms").GetDouble(), report.GetProperty("p50Ms").GetDouble(), 60_000);
        Assert.InRange(report.GetProperty("ratio").GetDouble(), 1, 10_000);
    }

    [EngineFact]
    public async Task Bench_NoneKeptWaiting_SaysThatNoneWasFound()
    {
        ProgramResult result = await SkillHostProgram.RunAsync(
            Repository.Root, "bench", "word-count.count", "-n", "2", "--warm", "0", "--args", """{"text":"one two"}""");

        Assert.True(result.ExitCode == 0, result.Out + result.Error);
        Assert.Contains("2 ok", result.Out, StringComparison.Ordinal);
        Assert.Contains("0 % found a container", result.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-n", "0", "from 1 to 1000000")]
    [InlineData("--callers", "65", "from 1 to 64")]
    [InlineData("--warm", "17", "from 0 to 16")]
    public async Task Bench_NumberOutOfBounds_IsAnErrorOfUsage(string option, string value, string wanted)
    {
        ProgramResult result = await SkillHostProgram.RunAsync(Repository.Root, "bench", "word-count.count", option, value);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(wanted, result.Error, StringComparison.Ordinal);
    }
}
