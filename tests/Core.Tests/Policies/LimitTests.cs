using SkillHost.Policies;
using SkillHost.Skills;
using SkillHost.Tests.Skills;

namespace SkillHost.Tests.Policies;

public sealed class LimitTests
{
    private const long Mebibyte = 1L << 20;

    [Fact]
    public async Task Compile_NothingStated_GivesTheDefaults()
    {
        SandboxPolicy policy = await new PolicyHost().PolicyAsync(Manifest.Least);

        Assert.Equal(new ResourceLimits(), policy.Limits);
        Assert.All(policy.Origins, origin => Assert.Equal("default", origin.Value));
        Assert.Equal(
            [
                "limits.cpus", "limits.in", "limits.memory", "limits.out", "limits.output", "limits.pids", "limits.timeout", "limits.tmp",
                "mounts", "network", "ociRuntime", "secrets", "tmpExecutable",
            ],
            policy.Origins.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Compile_FiveLevels_UpperWinsFieldByField()
    {
        PolicyHost host = new("""
            { "Defaults": { "Timeout": "20s", "Output": "64k" }, "Skills": { "demo": { "Limits": { "Cpus": 0.75 } } } }
            """);
        string manifest = Manifest.WithInFunction("limits: { cpus: 0.1, pids: 8 }").Replace(
            "runtime: python", "runtime: bash", StringComparison.Ordinal)
            + "limits: { cpus: 0.2, pids: 9, timeout: 10s }\n";

        SandboxPolicy policy = await host.PolicyAsync(manifest);

        Assert.Equal(0.75, policy.Limits.Cpus);
        Assert.Equal(8, policy.Limits.Pids);
        Assert.Equal(TimeSpan.FromSeconds(10), policy.Limits.Timeout);
        Assert.Equal(32 * Mebibyte, policy.Limits.MemoryBytes);
        Assert.Equal(64 * 1024, policy.Limits.OutputBytes);
        Assert.Equal(
            ["operator", "function", "skill", "runtime", "default"],
            new[] { "cpus", "pids", "timeout", "memory", "output" }.Select(name => policy.Origins["limits." + name]));
    }

    [Fact]
    public async Task Compile_RequestsOverCeilings_AreRefusedWithBothNumbersAndPlace()
    {
        string manifest = Manifest.WithInFunction("limits: { timeout: 6m, output: 2m }")
            + "limits: { cpus: 1.5, memory: 99999g, pids: 257, tmp: 257m }\n";

        SkillPolicies policies = await new PolicyHost().CompileAsync(manifest);

        Assert.Empty(policies.Functions);
        Texts.AssertExpected(Texts.Report(policies.Failures), "over-ceilings");
    }

    [Fact]
    public async Task Compile_RequestsAtCeilings_AreGranted()
    {
        SandboxPolicy policy = await new PolicyHost().PolicyAsync(
            Manifest.With("limits: { cpus: 1, memory: 512m, pids: 256, timeout: 300s, tmp: 240m, output: 1m }"));

        Assert.Equal(512 * Mebibyte, policy.Limits.MemoryBytes);
        Assert.Equal(TimeSpan.FromMinutes(5), policy.Limits.Timeout);
    }

    [Fact]
    public async Task Compile_OwnCeilingHigher_GrantsWhatTheGeneralOneRefuses()
    {
        string manifest = Manifest.With("limits: { memory: 1g }");

        Assert.NotEmpty((await new PolicyHost().CompileAsync(manifest)).Failures);
        PolicyHost host = new("""{ "Skills": { "demo": { "Ceilings": { "Memory": "1g" } } } }""");
        Assert.Equal(1L << 30, (await host.PolicyAsync(manifest)).Limits.MemoryBytes);
    }

    [Fact]
    public async Task Compile_OwnCeilingLower_RefusesAndSaysWhose()
    {
        PolicyHost host = new("""{ "Skills": { "demo": { "Ceilings": { "Memory": "64m" } } } }""");

        SkillFailure failure = Assert.Single((await host.CompileAsync(Manifest.With("limits: { memory: 128m }"))).Failures);

        Assert.Equal(
            "demo/skill.yaml(11,19): limits.memory: seen 128m, wanted at most 64m, the operator's ceiling for this skill",
            failure.ToString());
    }

    [Fact]
    public async Task Compile_CeilingBelowDefault_LowersTheDefault()
    {
        PolicyHost host = new("""{ "Ceilings": { "Memory": "128m", "Timeout": "5s" } }""");

        SandboxPolicy policy = await host.PolicyAsync(Manifest.Least);

        Assert.Equal(128 * Mebibyte, policy.Limits.MemoryBytes);
        Assert.Equal(TimeSpan.FromSeconds(5), policy.Limits.Timeout);
        Assert.Equal(32 * Mebibyte, policy.Limits.TmpBytes);
    }

    [Fact]
    public async Task Compile_RuntimeNeedsMoreThanCeiling_IsRefusedAtTheRuntime()
    {
        PolicyHost host = new("""{ "Ceilings": { "Memory": "128m" } }""");

        SkillPolicies policies = await host.CompileAsync(Manifest.Replacing("runtime", "runtime: dotnet"));

        Assert.Equal(
            "demo/skill.yaml(5,10): runtime: seen \"dotnet\", which needs memory 256m, wanted at most 128m, the operator's ceiling",
            Assert.Single(policies.Failures).ToString());
    }

    [Fact]
    public async Task Compile_OperatorsOwnLimit_TakesThePlaceOfARequestOverTheCeiling()
    {
        PolicyHost host = new("""{ "Skills": { "demo": { "Limits": { "Memory": "64m" } } } }""");

        SandboxPolicy policy = await host.PolicyAsync(Manifest.With("limits: { memory: 9g }"));

        Assert.Equal(64 * Mebibyte, policy.Limits.MemoryBytes);
        Assert.Equal("operator", policy.Origins["limits.memory"]);
    }

    [Theory]
    [InlineData("15m", false)]
    [InlineData("16m", true)]
    public async Task Compile_Memory_HasAFloor(string memory, bool granted)
    {
        SkillPolicies policies = await new PolicyHost().CompileAsync(Manifest.With($"limits: {{ memory: {memory} }}"));

        Assert.Equal(granted, policies.Failures.Count == 0);
    }

    [Theory]
    [InlineData("16m", 4)]
    [InlineData("64m", 16)]
    [InlineData("128m", 32)]
    [InlineData("512m", 64)]
    public async Task Compile_TmpUnstated_FitsTheMemory(string memory, long mebibytes)
    {
        SandboxPolicy policy = await new PolicyHost().PolicyAsync(Manifest.With($"limits: {{ memory: {memory} }}"));

        Assert.Equal(mebibytes * Mebibyte, policy.Limits.TmpBytes);
        Assert.True(policy.Limits.TmpBytes + policy.Limits.SharedMemoryBytes <= policy.Limits.MemoryBytes / 2);
    }

    [Theory]
    [InlineData("48m", true)]
    [InlineData("49m", false)]
    public async Task Compile_TmpAndSharedMemory_MayFillHalfTheMemory(string tmp, bool granted)
    {
        SkillPolicies policies = await new PolicyHost().CompileAsync(Manifest.With($"limits: {{ memory: 128m, tmp: {tmp} }}"));

        Assert.Equal(granted, policies.Failures.Count == 0);
        if (!granted)
        {
            Assert.Equal(
                "demo/skill.yaml(11,30): limits.tmp: seen 49m, in a memory of 128m, "
                + "wanted at most 48m: with 16m of shared memory, half the memory",
                Assert.Single(policies.Failures).ToString());
        }
    }

    [Fact]
    public async Task Compile_RuntimesTmpInASmallerMemory_ShrinksAndStaysExecutable()
    {
        SandboxPolicy policy = await new PolicyHost().PolicyAsync(
            Manifest.Replacing("runtime", "runtime: dotnet") + "limits: { memory: 64m }\n");

        Assert.Equal(16 * Mebibyte, policy.Limits.TmpBytes);
        Assert.True(policy.ExecutableTmp);
        Assert.Equal("runtime", policy.Origins["tmpExecutable"]);
    }

    [Fact]
    public async Task Compile_UnknownRuntime_IsRefusedNamingTheKnown()
    {
        SkillPolicies policies = await new PolicyHost().CompileAsync(Manifest.Replacing("runtime", "runtime: pyton"));

        Assert.Equal(
            "demo/skill.yaml(5,10): runtime: seen \"pyton\", wanted one of bash, dotnet, python; did you mean python?",
            Assert.Single(policies.Failures).ToString());
    }
}
