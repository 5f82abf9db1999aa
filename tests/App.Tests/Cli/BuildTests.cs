using System.Security.Cryptography;
using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

[Collection(EngineTests.Name)]
public sealed class BuildTests(ProbeSkill probe)
{
    [EngineFact]
    public async Task Build_Twice_TheSecondFindsNothingToDo()
    {
        ProgramResult first = await probe.RunAsync("build", "--json");
        ProgramResult second = await probe.RunAsync("build");

        JsonElement build = JsonDocument.Parse(first.Out).RootElement.GetProperty("builds")[0];
        Assert.Contains(build.GetProperty("outcome").GetString(), (string[])["built", "up_to_date"]);
        Assert.StartsWith("sha256:", build.GetProperty("image").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, second.ExitCode);
        Assert.Matches($@"{probe.Name} +up to date +\d+ m?s +[\d.]+ MiB +skillhost/skill-{probe.Name}:[0-9a-f]+", second.Out);
    }

    [EngineFact]
    public async Task Build_StepFails_ShowsTheEndOfItsOutputWithCode1()
    {
        string bad = $"bad-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        using SkillsFolder folder = new();
        folder.Write("appsettings.json", await File.ReadAllTextAsync(Path.Combine(probe.Root, "appsettings.json")))
            .Write($"skills/{bad}/Dockerfile", "FROM debian:bookworm-slim\nRUN echo about to fail && exit 3\n")
            .Write($"skills/{bad}/skill.yaml", $$"""
                apiVersion: skillhost/v1
                name: {{bad}}
                version: 1.0.0
                description: Does not build.
                functions: [{ name: run, description: Never runs., inputSchema: { type: object }, command: [/bin/true] }]
                """);

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, "build");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("failed", result.Out, StringComparison.Ordinal);
        Assert.Contains("  | about to fail", result.Error, StringComparison.Ordinal);
        Assert.Contains("there is no earlier image", result.Error, StringComparison.Ordinal);
    }

    [EngineFact]
    public async Task Build_UnknownName_SuggestsTheNearest()
    {
        ProgramResult result = await probe.RunAsync("build", probe.Name + "x");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"did you mean {probe.Name}?", result.Error, StringComparison.Ordinal);
    }
}
