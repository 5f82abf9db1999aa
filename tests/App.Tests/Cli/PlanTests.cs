using System.Diagnostics;
using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

[Collection(EngineTests.Name)]
public sealed class PlanTests(ProbeSkill probe)
{
    [Fact]
    public async Task Plan_OfSkill_ShowsValuesOriginsAndCeilings()
    {
        using SkillsFolder folder = new();
        folder.WriteMixed().Write("appsettings.json", """
            { "SkillHost": { "Policies": { "Skills": { "beta": { "Limits": { "Timeout": "1s" }, "Ceilings": { "Memory": "96m" } } } } } }
            """);

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, "plan", "beta");

        Assert.Equal(0, result.ExitCode);
        Expected.Matches("plan", result.Out);
    }

    [Fact]
    public async Task Plan_WithOverride_ShowsWhatItWouldChange()
    {
        using SkillsFolder folder = new();
        folder.WriteMixed();

        ProgramResult result = await SkillHostProgram.RunAsync(
            folder.Root, "plan", "beta.add", "--override", "Limits:Memory=32m", "--override", "Ceilings:Cpus=0.5");

        Assert.Equal(0, result.ExitCode);
        Assert.Matches(@"limits\.memory +64m .*32m \(operator\)", result.Out);
        Assert.Matches(@"limits\.cpus +0\.25 .*same, ceiling 0\.5\*", result.Out);
        Assert.Matches(@"limits\.pids +16 .* same ", result.Out);
    }

    [Fact]
    public async Task Plan_OverrideThatWouldRefuseTheSkill_SaysWhyWithCode1()
    {
        using SkillsFolder folder = new();
        folder.WriteMixed();

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, "plan", "beta", "--override", "Ceilings:Memory=16m");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Out);
        Assert.Contains("limits.memory: seen 64m, wanted at most 16m", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no skill is named 'bta'; did you mean beta?", "bta")]
    [InlineData("no function is named 'beta.ad'; did you mean beta.add?", "beta.ad")]
    [InlineData("--override: seen Limits, wanted KEY=VALUE such as Limits:Memory=64m", "beta", "--override", "Limits")]
    public async Task Plan_WrongWords_AreRefusedWithCode2(string message, params string[] arguments)
    {
        using SkillsFolder folder = new();
        folder.WriteMixed();

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, ["plan", .. arguments]);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"skillhost: {message}\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_AsJson_NamesEveryLevelThatStatesAValue()
    {
        using SkillsFolder folder = new();
        folder.WriteMixed();

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, "plan", "beta", "--json");

        JsonElement plan = JsonDocument.Parse(result.Out).RootElement.GetProperty("functions")[0];
        JsonElement memory = plan.GetProperty("policy").EnumerateArray().Single(v => v.GetProperty("name").GetString() == "limits.memory");
        Assert.Equal("skill", memory.GetProperty("origin").GetString());
        Assert.Equal("512m", memory.GetProperty("ceiling").GetString());
        Assert.Equal("SkillHost:Policies:Skills:beta:Limits:Memory", memory.GetProperty("key").GetString());
        Assert.Equal(["skill", "default"], memory.GetProperty("stated").EnumerateArray().Select(s => s.GetProperty("origin").GetString()));
    }

    [EngineFact]
    public async Task PlanDocker_LinePastedIntoAShell_RunsTheFunctionUnderTheSamePolicy()
    {
        ProgramResult line = await probe.RunAsync("plan", $"{probe.Name}.escape", "--docker");
        ProgramResult facts = await probe.RunAsync("plan", $"{probe.Name}.echo", "--docker", "--json");

        Assert.Equal(0, line.ExitCode);
        Assert.Contains("time limit", line.Error, StringComparison.Ordinal);
        Assert.Equal("\u001b[31mred\n", await ShellAsync(line.Out));
        string[] words = [.. JsonDocument.Parse(facts.Out).RootElement.GetProperty("functions")[0].GetProperty("arguments").EnumerateArray()
            .Select(word => word.GetString() ?? "")];
        Assert.Equal("docker", words[0]);
        Assert.Contains("--read-only", words);
        Assert.Contains("--cap-drop=ALL", words);
        Assert.Contains("--network=none", words);
        Assert.Contains("--memory=67108864", words);
        Assert.Contains("--memory-swap=67108864", words);
        Assert.Contains(words, word => word.StartsWith("--security-opt=seccomp=", StringComparison.Ordinal));
    }

    /// <summary>The pasted line under the eyes of a process that reads what confines it.</summary>
    [EngineFact]
    public async Task PlanDocker_ProcessInside_IsConfinedAsACallIs()
    {
        using SkillsFolder folder = new();
        string name = probe.Name + "-plan";
        const string Look = "grep -E '^(CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/self/status; ulimit -n; ls -d /sys/class/net/*; "
            + "touch /x 2>&1 | tail -c 23; id -u | grep -c '^[0-9]\\{6,\\}$'; cat /proc/self/oom_score_adj";
        folder.Write("appsettings.json", await File.ReadAllTextAsync(Path.Combine(probe.Root, "appsettings.json"))).WriteBash(name, Look);
        try
        {
            ProgramResult line = await SkillHostProgram.RunAsync(folder.Root, "plan", $"{name}.run", "--docker");
            ProgramResult call = await SkillHostProgram.RunAsync(folder.Root, "run", $"{name}.run");

            // Process 1 of a call raises the score of what it starts, which nothing but a host of its own does.
            string[] inside = (await ShellAsync(line.Out)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            string[] called = call.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(called.SkipLast(1), inside.SkipLast(1));
            Assert.Equal(("1000", "500"), (called[^1], inside[^1]));
            Assert.Contains("CapBnd:\t0000000000000000", inside);
        }
        finally
        {
            await ProbeSkill.RemoveImagesAsync($"skillhost/skill-{name}:");
        }
    }

    private static async Task<string> ShellAsync(string script)
    {
        ProcessStartInfo start = new("sh") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process shell = Process.Start(start) ?? throw new InvalidOperationException("sh could not be started");
        return (await SkillHostProgram.EndAsync(shell, script)).Out;
    }
}
