using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

/// <summary>A skill run without a container, on a machine without an engine.</summary>
public sealed class UnsandboxedTests : IDisposable
{
    private readonly SkillsFolder _folder = new SkillsFolder().WriteBash("alpha", "cat; echo \" in $SKILL_NAME\"\n").WriteBash("beta", "cat\n")
        .Write("appsettings.json", """
            {
              "SkillHost": {
                "StateFolder": "state",
                "Docker": { "Address": "unix:///nowhere/docker.sock" },
                "Policies": { "AllowUnsandboxed": true, "Skills": { "alpha": { "Unsandboxed": true } } }
              }
            }
            """);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_Unsandboxed_WorksWithoutAnEngineAndIsMarkedEverywhere()
    {
        ProgramResult run = await RunAsync("run", "alpha.run", "--args", """{"text":"x"}""");
        ProgramResult json = await RunAsync("run", "alpha.run", "--args", "{}", "--json");
        ProgramResult list = await RunAsync("list");
        ProgramResult plan = await RunAsync("plan", "alpha");
        ProgramResult audit = await RunAsync("audit", "show", "--json");
        ProgramResult contained = await RunAsync("run", "beta.run", "--args", "{}");

        Assert.Equal((0, "{\"text\":\"x\"} in alpha\n"), (run.ExitCode, run.Out));
        Assert.Contains("ran WITHOUT A SANDBOX", run.Error, StringComparison.Ordinal);
        JsonElement result = JsonDocument.Parse(json.Out).RootElement;
        Assert.False(result.GetProperty("sandboxed").GetBoolean());
        Assert.Equal("host", result.GetProperty("network").GetProperty("mode").GetString());
        Assert.Matches("alpha\\.run .*UNSANDBOXED", list.Out);
        Assert.DoesNotMatch("beta\\.run .*UNSANDBOXED", list.Out);
        Assert.Contains("NONE: the host's own user", plan.Out, StringComparison.Ordinal);
        Assert.Contains("\"unsandboxed\": true", audit.Out, StringComparison.Ordinal);

        // What is not named still needs its container.
        Assert.Equal((3, ""), (contained.ExitCode, contained.Out));
    }

    [Fact]
    public async Task Run_WithoutTheSecondSetting_IsRefused()
    {
        ProgramResult result = await SkillHostProgram.RunAsync(
            _folder.Root, "", ["run", "alpha.run", "--args", "{}"], "SKILLHOST_Policies__AllowUnsandboxed=false");

        Assert.Equal((2, ""), (result.ExitCode, result.Out));
        Assert.Contains("Unsandboxed: seen true, wanted false", result.Error, StringComparison.Ordinal);
    }

    private Task<ProgramResult> RunAsync(params string[] arguments) => SkillHostProgram.RunAsync(_folder.Root, arguments);
}
