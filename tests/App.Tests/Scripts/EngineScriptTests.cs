using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Scripts;

public sealed class EngineScriptTests
{
    [Fact]
    public async Task EngineScript_NobodyAnswersAtTheAddressGiven_SaysSoAndInstallsNothing()
    {
        ProgramResult result = await RunAsync("engine.sh", "DOCKER_HOST=unix:///no/such/docker.sock");

        Assert.Equal((3, ""), (result.ExitCode, result.Out));
        Assert.Contains("No Docker Engine answers at unix:///no/such/docker.sock", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Installing", result.Error, StringComparison.Ordinal);
    }

    [EngineFact]
    public async Task EngineScript_EngineAnswers_PrintsItsAddressAlone()
    {
        ProgramResult result = await RunAsync("engine.sh");

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Matches(@"^(unix|tcp|ssh)://\S+\n\z", result.Out);
    }

    [Fact]
    public async Task BaseImageScript_NoEngine_NamesTheOtherScript()
    {
        ProgramResult result = await RunAsync("base-image.sh", "DOCKER_HOST=unix:///no/such/docker.sock");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("eng/engine.sh", result.Error, StringComparison.Ordinal);
    }

    [EngineFact]
    public async Task BaseImageScript_ImageIsThere_DoesNothing()
    {
        await RunAsync("base-image.sh");

        ProgramResult result = await RunAsync("base-image.sh");

        Assert.Equal((0, "", ""), (result.ExitCode, result.Out, result.Error));
    }

    private static Task<ProgramResult> RunAsync(string script, params string[] environment) =>
        ScriptFolder.StartAsync(Path.Combine(Repository.Root, "eng", script), [], Repository.Root, environment);
}
