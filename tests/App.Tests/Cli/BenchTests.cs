using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

[Collection(EngineTests.Name)]
public sealed class BenchTests(ProbeSkill probe)
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
        double call = report.GetProperty("p50Ms").GetDouble();
        double docker = report.GetProperty("dockerRunP50Ms").GetDouble();
        Assert.True(call > 0 && docker > 0 && report.GetProperty("p99Ms").GetDouble() >= call, result.Out);
        Assert.Equal(Math.Round(docker / call, 1), report.GetProperty("ratio").GetDouble());
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

    [EngineFact]
    public async Task Bench_DockerRunThatOutlastsTheTimeout_IsGivenUpAndEnded()
    {
        string log = Path.Combine(probe.Root, "docker.log");
        using SkillsFolder programs = new();
        programs.Write("docker", $"#!/bin/sh\necho \"$$ $*\" >>{log}\nexec sleep 600\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(programs.Root, "docker"), (UnixFileMode)0b111_101_101);
        }

        ProgramResult result = await SkillHostProgram.RunAsync(
            probe.Root, "", ["bench", $"{probe.Name}.alone", "-n", "1", "--warm", "0"],
            $"PATH={programs.Root}:{Environment.GetEnvironmentVariable("PATH")}");

        Assert.True(result.ExitCode == 0, result.Out + result.Error);
        Assert.Contains("1 ok", result.Out, StringComparison.Ordinal);
        Assert.Contains("docker run could not be measured", result.Out, StringComparison.Ordinal);
        string[] words = (await File.ReadAllTextAsync(log)).Split(' ');
        Assert.Contains(words, word => word.StartsWith("--name=skillhost-bench-", StringComparison.Ordinal));
        Assert.False(Directory.Exists($"/proc/{words[0]}"), "the program that was given up still runs");
    }

    [EngineFact]
    public async Task Bench_ArgumentsOfAFileThatIsNotThere_IsAnErrorOfUsage()
    {
        ProgramResult nameless = await probe.RunAsync("bench", $"{probe.Name}.echo", "--args", "@");
        ProgramResult folder = await probe.RunAsync("bench", $"{probe.Name}.echo", "--args", "@skills");

        Assert.Equal((2, 2), (nameless.ExitCode, folder.ExitCode));
        Assert.Contains("a file: seen no name, wanted one", nameless.Error, StringComparison.Ordinal);
        Assert.Contains("cannot read skills:", folder.Error, StringComparison.Ordinal);
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
