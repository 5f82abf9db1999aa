using System.Diagnostics;
using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

[Collection(EngineTests.Name)]
public sealed class HousekeepingTests(ProbeSkill probe)
{
    [EngineFact]
    public async Task PsAndGc_WhileAnotherHostCalls_ShowItsContainerAndLeaveItAlone()
    {
        await probe.RunAsync("build");
        using Process process = SkillHostProgram.Start(probe.Root, ["run", $"{probe.Name}.wait"]);
        process.StandardInput.Close();
        Assert.Equal("waiting", await process.StandardError.ReadLineAsync());

        ProgramResult ps = await probe.RunAsync("ps");
        ProgramResult json = await probe.RunAsync("ps", "--json");
        ProgramResult gc = await probe.RunAsync("gc");

        Assert.Single(await probe.ContainersAsync());
        using Process kill = Process.Start("bash", ["-c", $"kill -INT {process.Id}"]);
        await process.WaitForExitAsync();
        Assert.Matches($@"call +{probe.Name} +running", ps.Out);
        Assert.Contains(JsonDocument.Parse(json.Out).RootElement.EnumerateArray(),
            c => c.GetProperty("labels").GetProperty("skillhost.skill").GetString() == probe.Name);
        Assert.Equal(0, gc.ExitCode);
        Assert.Matches("^removed [0-9]+ containers?\n$", gc.Out);
        Assert.Equal("", gc.Error);
    }

    [EngineFact]
    public async Task GcImages_AfterAChangedFolder_RemovesTheImageThatNoLongerServes()
    {
        using SkillsFolder folder = new();
        string name = probe.Name + "-gc";
        string settings = await File.ReadAllTextAsync(Path.Combine(probe.Root, "appsettings.json"));
        folder.Write("appsettings.json", settings).WriteBash(name, "echo one");
        try
        {
            await SkillHostProgram.RunAsync(folder.Root, "build");
            ProgramResult nothing = await SkillHostProgram.RunAsync(folder.Root, "gc", "--images", "--json");
            folder.WriteBash(name, "echo two");
            await SkillHostProgram.RunAsync(folder.Root, "build");

            ProgramResult one = await SkillHostProgram.RunAsync(folder.Root, "gc", "--images", "--json");

            Assert.DoesNotContain(name, nothing.Out, StringComparison.Ordinal);
            Assert.Contains($"skillhost/skill-{name}:", one.Out, StringComparison.Ordinal);
            Assert.Equal("two\n", (await SkillHostProgram.RunAsync(folder.Root, "run", $"{name}.run")).Out);
        }
        finally
        {
            await ProbeSkill.RemoveImagesAsync($"skillhost/skill-{name}:");
        }
    }
}
