using System.Diagnostics;
using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

[Collection(EngineTests.Name)]
public sealed class UsageOfEngineTests(ProbeSkill probe)
{
    [EngineFact]
    public async Task Stats_WhileACallRuns_ShowsItsMemoryUnderItsLimit()
    {
        await probe.RunAsync("build");
        using Process process = SkillHostProgram.Start(probe.Root, ["run", $"{probe.Name}.wait"]);
        process.StandardInput.Close();
        Assert.Equal("waiting", await process.StandardError.ReadLineAsync());

        ProgramResult text = await probe.RunAsync("stats");
        ProgramResult json = await probe.RunAsync("stats", "--json");
        using Process kill = Process.Start("bash", ["-c", $"kill -INT {process.Id}"]);
        await process.WaitForExitAsync();

        Assert.Equal(0, text.ExitCode);
        Assert.Matches($@"call +{probe.Name} +[\d.]+ % +[\d.]+ [KM]iB +64 MiB +[\d.]+ % +\d+", text.Out);
        JsonElement row = JsonDocument.Parse(json.Out).RootElement.EnumerateArray()
            .Single(r => r.GetProperty("skill").GetString() == probe.Name);
        Assert.InRange(row.GetProperty("memoryBytes").GetInt64(), 1, 64 << 20);
        Assert.InRange(row.GetProperty("tasks").GetInt32(), 2, 64);
    }

    [EngineFact]
    public async Task Images_AfterAChange_TellCurrentFromOld()
    {
        using SkillsFolder folder = new();
        string name = probe.Name + "-images";
        string settings = await File.ReadAllTextAsync(Path.Combine(probe.Root, "appsettings.json"));
        folder.Write("appsettings.json", settings).WriteBash(name, "echo one");
        try
        {
            ProgramResult none = await SkillHostProgram.RunAsync(folder.Root, "images");
            await SkillHostProgram.RunAsync(folder.Root, "build");
            folder.WriteBash(name, "echo two");
            await SkillHostProgram.RunAsync(folder.Root, "build");

            ProgramResult two = await SkillHostProgram.RunAsync(folder.Root, "images");
            ProgramResult json = await SkillHostProgram.RunAsync(folder.Root, "images", "--json");

            Assert.Contains($"no image yet: {name}", none.Error, StringComparison.Ordinal);
            Assert.Matches($@"(?s){name} +skill +current +[\d.]+ MiB .*{name} +skill +old +", two.Out);
            Assert.Matches(@"bash +runtime +current +", two.Out);
            JsonElement current = JsonDocument.Parse(json.Out).RootElement.GetProperty("images").EnumerateArray()
                .Single(i => i.GetProperty("name").GetString() == name && i.GetProperty("state").GetString() == "current");
            Assert.StartsWith("sha256:", current.GetProperty("id").GetString(), StringComparison.Ordinal);
            Assert.Equal(0, JsonDocument.Parse(json.Out).RootElement.GetProperty("missing").GetArrayLength());
        }
        finally
        {
            await ProbeSkill.RemoveImagesAsync($"skillhost/skill-{name}:");
        }
    }

    [EngineFact]
    public async Task Df_WithABuiltSkill_CountsItsOwnBytes()
    {
        await probe.RunAsync("build");

        ProgramResult text = await probe.RunAsync("df");
        ProgramResult json = await probe.RunAsync("df", "--json");

        Assert.Equal(0, text.ExitCode);
        Assert.Matches(@"skills, current +1 +[\d.]+ [KM]iB +[\d.]+ MiB", text.Out);
        JsonElement root = JsonDocument.Parse(json.Out).RootElement;
        JsonElement skills = root.GetProperty("rows").EnumerateArray().Single(r => r.GetProperty("what").GetString() == "skills, current");
        Assert.InRange(skills.GetProperty("ownBytes").GetInt64(), 1, 64 << 20);
        Assert.True(root.GetProperty("engineLayersBytes").GetInt64() > skills.GetProperty("sharedBytes").GetInt64());
    }
}
