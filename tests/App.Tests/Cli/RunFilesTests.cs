using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

[Collection(EngineTests.Name)]
public sealed class RunFilesTests(ProbeSkill probe)
{
    private const string Token = "SKILLHOST_SECRET_PROBE_TOKEN=t0p-s3cret-value";

    [EngineFact]
    public async Task Run_FilesAndFolder_ComeBackUnderTheirNames()
    {
        await File.WriteAllTextAsync(Path.Combine(probe.Root, "sales.csv"), "a,b\n1,2\n");

        ProgramResult result = await RunAsync("--file", "data/in.csv=sales.csv", "--file", "sales.csv", "--out", "kept");
        ProgramResult again = await RunAsync("--out", "kept");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("[redacted:COPY_TOKEN]\n", result.Out);
        Assert.Equal("a,b\n1,2\n", await File.ReadAllTextAsync(Path.Combine(probe.Root, "kept", "data", "in.csv")));
        Assert.True(File.Exists(Path.Combine(probe.Root, "kept", "sales.csv")));
        Assert.Contains("link does not come back: it is a link", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("wanted a new or empty folder", again.Error, StringComparison.Ordinal);
    }

    [EngineFact]
    public async Task Run_FileThatCannotBeKept_StillGivesTheResult()
    {
        await File.WriteAllTextAsync(Path.Combine(probe.Root, "one.csv"), "a,b\n");

        // Linux takes paths of at most 4,095 bytes, from whoever asks: root may write to any folder, but not to a longer path.
        string folder = string.Join('/', Enumerable.Repeat(new string('d', 250), 15));
        string name = new('n', 250);

        ProgramResult result = await RunAsync(
            "--file", $"{name}/{name}.csv=one.csv", "--file", "short.csv=one.csv", "--out", folder);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("[redacted:COPY_TOKEN]\n", result.Out);
        Assert.Contains("skillhost: --out: cannot write ", result.Error, StringComparison.Ordinal);
        Assert.Contains("was left, and could not be kept", result.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(probe.Root, folder, "short.csv")));
    }

    [EngineFact]
    public async Task Run_Json_HoldsFilesAsBase64()
    {
        await File.WriteAllTextAsync(Path.Combine(probe.Root, "one.png"), "picture");

        ProgramResult result = await RunAsync("--file", "one.png", "--json");

        JsonElement artifact = JsonElement.Parse(result.Out).GetProperty("artifacts")[0];
        Assert.Equal("image/png", artifact.GetProperty("mediaType").GetString());
        Assert.Equal("picture"u8.ToArray(), artifact.GetProperty("data").GetBytesFromBase64());
    }

    [EngineFact]
    public async Task Run_SecretWithoutValue_IsDenied()
    {
        ProgramResult result = await probe.RunAsync("run", $"{probe.Name}.copy", "--args", "{}");

        Assert.Equal(13, result.ExitCode);
        Assert.Contains("the secret COPY_TOKEN, which has no value", result.Error, StringComparison.Ordinal);
    }

    [EngineFact]
    public async Task Run_FileThatIsNotThere_IsAWrongUse()
    {
        ProgramResult result = await RunAsync("--file", "nowhere.csv");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--file: seen nowhere.csv", result.Error, StringComparison.Ordinal);
    }

    private Task<ProgramResult> RunAsync(params string[] arguments) => SkillHostProgram.RunAsync(
        probe.Root, "", ["run", $"{probe.Name}.copy", "--args", "{}", .. arguments], Token);
}
