using System.Text.Json;
using SkillHost.App.Tests.Running;

namespace SkillHost.App.Tests.Cli;

public sealed class DoctorTests
{
    [EngineFact]
    public async Task Doctor_OfAWorkingMachine_FindsNothingMissing()
    {
        ProgramResult text = await SkillHostProgram.RunAsync(Repository.Root, "doctor");
        ProgramResult json = await SkillHostProgram.RunAsync(Repository.Root, "doctor", "--json");

        Assert.Equal(0, text.ExitCode);
        Assert.Matches(@"(?m)^ok    engine +\d", text.Out);
        Assert.Contains("nothing missing", text.Out, StringComparison.Ordinal);
        JsonElement[] findings = [.. JsonDocument.Parse(json.Out).RootElement.GetProperty("findings").EnumerateArray()];
        string?[] checks = [.. findings.Select(f => f.GetProperty("check").GetString())];
        foreach (string check in (string[])["engine", "limits", "seccomp", "swap accounting", "user namespaces", "storage quota", "socket",
            "process 1", "base image", "registry", "runtime bash", "state folder", "engine's disk"])
        {
            Assert.Contains(check, checks);
        }

        Assert.All(findings, f => Assert.Equal(
            f.GetProperty("verdict").GetString() == "ok", f.GetProperty("remedy").ValueKind == JsonValueKind.Null));
    }

    [Fact]
    public async Task Doctor_NoEngine_SaysWhereItLookedWithCode1()
    {
        using SkillsFolder folder = new();

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, "", ["doctor"], "DOCKER_HOST=unix:///nowhere/docker.sock");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"(?m)^FAIL  engine +no Docker engine answers", result.Out);
        Assert.Contains("unix:///nowhere/docker.sock", result.Out, StringComparison.Ordinal);
        Assert.Contains("→", result.Out, StringComparison.Ordinal);
        Assert.Contains("1 thing missing", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_WrongConfiguration_NamesEveryErrorOnce()
    {
        using SkillsFolder folder = new();
        folder.Write("appsettings.json", """
            { "SkillHost": { "StateFolder": "state", "Sandbox": {}, "Policies": { "Ceilings": { "Memory": "big" } } } }
            """);

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, "", ["doctor"], "DOCKER_HOST=unix:///nowhere/docker.sock");

        Assert.Equal(1, result.ExitCode);
        Assert.Single(result.Out.Split("SkillHost:Sandbox: seen").Skip(1));
        Assert.Single(result.Out.Split("SkillHost:Policies:Ceilings:Memory: seen").Skip(1));
    }

    [EngineFact]
    public async Task Doctor_BaseImageNobodyHas_IsMissing()
    {
        using SkillsFolder folder = new();
        folder.Write("appsettings.json", """
            { "SkillHost": { "StateFolder": "state", "Images": { "ApprovedBases": ["no-such-registry.invalid/base:1", "scratch"] } } }
            """);

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, "doctor");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"(?m)^FAIL  base image +no-such-registry\.invalid/base:1", result.Out);
        Assert.Matches(@"(?m)^warn  registry +no-such-registry\.invalid", result.Out);
    }

    [EngineFact]
    public async Task Prove_OnThisEngine_EveryLimitHoldsAndNothingIsLeft()
    {
        using SkillsFolder folder = new();
        folder.Write("appsettings.json", """{ "SkillHost": { "StateFolder": "state" } }""");

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, "doctor", "--prove", "--json");
        ProgramResult images = await SkillHostProgram.RunAsync(Repository.Root, "images", "--all");

        JsonElement[] proofs =
        [
            .. JsonDocument.Parse(result.Out).RootElement.GetProperty("findings").EnumerateArray()
                .Where(f => f.GetProperty("check").GetString()!.StartsWith("proof: ", StringComparison.Ordinal)),
        ];
        Assert.Equal(
            [
                "memory limit", "process limit", "processor limit", "no network", "read-only root", "size of /tmp", "no new privileges",
                "user", "seccomp", "time limit", "nothing left",
            ],
            proofs.Select(f => f.GetProperty("check").GetString()!["proof: ".Length..]));
        Assert.All(proofs, f => Assert.True(f.GetProperty("verdict").GetString() == "ok", f.GetRawText()));
        Assert.DoesNotMatch("(?m)^doctor-[0-9a-f]{8} ", images.Out);
    }

    /// <summary>Probes that cannot run prove nothing, and that is a failure.</summary>
    [EngineFact]
    public async Task Prove_ProbesThatMayNotRun_AreFailuresWithCode1()
    {
        using SkillsFolder folder = new();
        folder.Write("appsettings.json", """{ "SkillHost": { "StateFolder": "state", "Approval": { "Default": "refuse" } } }""");

        ProgramResult result = await SkillHostProgram.RunAsync(folder.Root, "doctor", "--prove");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches("FAIL  proof: memory limit +not proven, since what must succeed did not", result.Out);
        Assert.DoesNotMatch("ok    proof: (memory|seccomp|no network)", result.Out);
    }
}
