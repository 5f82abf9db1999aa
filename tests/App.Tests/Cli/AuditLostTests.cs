using System.Diagnostics;
using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

[Collection(EngineTests.Name)]
public sealed class AuditLostTests(ProbeSkill probe)
{
    [EngineFact]
    public async Task HostKilledWhileACallRuns_NextHostRecordsItAsLost()
    {
        await probe.RunAsync("build");
        using Process process = SkillHostProgram.Start(probe.Root, ["run", $"{probe.Name}.wait"]);
        process.StandardInput.Close();
        Assert.Equal("waiting", await process.StandardError.ReadLineAsync());
        process.Kill();
        await process.WaitForExitAsync();

        await probe.RunAsync("run", $"{probe.Name}.echo", "--args", "{}");

        ProgramResult show = await probe.RunAsync("audit", "show", "--last", "2", "--json");
        JsonElement[] records = [.. JsonDocument.Parse(show.Out).RootElement.EnumerateArray().Select(e => e.GetProperty("record"))];
        Assert.Equal(["wait lost", "echo ok"],
            records.Select(r => $"{r.GetProperty("function").GetString()} {r.GetProperty("outcome").GetString()}"));
        Assert.StartsWith("cli:", records[0].GetProperty("caller").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, (await probe.RunAsync("audit", "verify")).ExitCode);
    }
}
