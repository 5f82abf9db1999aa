using System.Diagnostics;
using System.Runtime.InteropServices;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

[Collection(EngineCollection.Name)]
public sealed partial class InterruptTests(ProbeSkill probe)
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    [EngineFact]
    public async Task CtrlC_DuringACall_LeavesNoContainerAndExits130() => await StopAsync(Interrupt, 130);

    [EngineFact]
    public async Task Sigterm_DuringACall_LeavesNoContainerAndExits143() => await StopAsync(Terminate, 143);

    private async Task StopAsync(int signal, int code)
    {
        await probe.RunAsync("build");
        using Process process = SkillHostProgram.Start(probe.Root, ["run", $"{probe.Name}.wait"]);
        process.StandardInput.Close();
        Assert.Equal("waiting", await process.StandardError.ReadLineAsync());
        Assert.Single(await probe.ContainersAsync());

        Assert.Equal(0, Kill(process.Id, signal));
        await process.WaitForExitAsync();

        Assert.Equal(code, process.ExitCode);
        Assert.Empty(await probe.ContainersAsync());
        Assert.Contains("cancelled", await process.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
