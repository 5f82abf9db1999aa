using System.Diagnostics;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

[Collection(EngineTests.Name)]
public sealed class InterruptTests(ProbeSkill probe)
{
    [EngineFact]
    public async Task CtrlC_DuringACall_LeavesNoContainerAndExits130() => await StopAsync("INT", 130);

    [EngineFact]
    public async Task Sigterm_DuringACall_LeavesNoContainerAndExits143() => await StopAsync("TERM", 143);

    private async Task StopAsync(string signal, int code)
    {
        await probe.RunAsync("build");
        using Process process = SkillHostProgram.Start(probe.Root, ["run", $"{probe.Name}.wait"]);
        process.StandardInput.Close();
        Assert.Equal("waiting", await process.StandardError.ReadLineAsync());
        Assert.Single(await probe.ContainersAsync());

        using Process kill = Process.Start("bash", ["-c", $"kill -{signal} {process.Id}"]);
        await process.WaitForExitAsync();

        Assert.Equal(code, process.ExitCode);
        Assert.Empty(await probe.ContainersAsync());
        Assert.Contains("cancelled", await process.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
    }
}
