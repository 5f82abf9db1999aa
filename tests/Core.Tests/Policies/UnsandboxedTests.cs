using SkillHost.Policies;
using SkillHost.Skills;
using SkillHost.Tests.Skills;

namespace SkillHost.Tests.Policies;

/// <summary>Running without a sandbox takes two settings of the operator's and a skill that asks for nothing.</summary>
public sealed class UnsandboxedTests
{
    private const string Both = """{ "AllowUnsandboxed": true, "Skills": { "demo": { "Unsandboxed": true } } }""";

    [Fact]
    public async Task Compile_BothSettings_IsUnsandboxedAndHasAHashOfItsOwn()
    {
        SandboxPolicy open = await new PolicyHost(Both).PolicyAsync(Manifest.Least);
        SandboxPolicy usual = await new PolicyHost("""{ "AllowUnsandboxed": true }""").PolicyAsync(Manifest.Least);

        Assert.True(open.Unsandboxed);
        Assert.False(usual.Unsandboxed);
        Assert.NotEqual(PolicyHash.Of(usual), PolicyHash.Of(open));
    }

    [Fact]
    public void Options_TheSkillsSettingAlone_IsAnError() => Assert.Equal(
        "SkillHost:Policies:Skills:demo:Unsandboxed: seen true, wanted false, or AllowUnsandboxed set to true on a machine for development",
        Assert.Single(new PolicyHost("""{ "Skills": { "demo": { "Unsandboxed": true } } }""").Errors()));

    [Theory]
    [InlineData("mounts", "mounts: [{ source: docs, target: /d }]")]
    [InlineData("network", "network: bridge")]
    public async Task Compile_SkillThatAsksForWhatNothingWouldBound_IsRefused(string path, string lines)
    {
        IReadOnlyList<SkillFailure> failures = (await new PolicyHost(Both).CompileAsync(Manifest.With(lines))).Failures;

        const string Wanted = "none in a skill that the operator runs without";
        Assert.Contains(failures, f => f.Path == path && f.Wanted.StartsWith(Wanted, StringComparison.Ordinal));
    }
}
