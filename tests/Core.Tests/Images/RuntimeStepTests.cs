using SkillHost.Images;
using SkillHost.Skills;

namespace SkillHost.Core.Tests.Images;

/// <summary>A runtime may ready a skill's code while its image is built, and may need what a fresh clone lacks.</summary>
public sealed class RuntimeStepTests
{
    private const string Yaml = "runner: [serve]\nbuild: [sh, \"/ready it.sh\"]\n";

    [Fact]
    public async Task Build_ServedByTheRunner_RunsTheRuntimesStepWithTheModule()
    {
        using var workshop = new Workshop();
        workshop.Write("images/python/runtime.yaml", Yaml);
        Skill skill = workshop.OnRuntime("my-skill") with { Protocol = SkillProtocol.Mcp };

        await workshop.BuildAsync(skill);
        await workshop.BuildAsync(skill with { Module = "other.one" });

        string[] lines = workshop.Engine.Builds[2].Dockerfile.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(
            ["USER 0:0", """RUN ["sh","/ready it.sh","my_skill"]""", "USER 65532:65532", "ADD .skillhost.init.tar /"], lines[3..7]);
        Assert.Contains("\"other.one\"", workshop.Engine.Builds[3].Dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_ServedByItself_RunsNoStep()
    {
        using var workshop = new Workshop();
        workshop.Write("images/python/runtime.yaml", Yaml);

        await workshop.BuildAsync(workshop.OnRuntime("one"));
        await workshop.BuildAsync(workshop.OnRuntime("two") with { Protocol = SkillProtocol.Mcp, Command = ["server"] });

        Assert.All(workshop.Engine.Builds[2..], build => Assert.DoesNotContain("RUN", build.Dockerfile, StringComparison.Ordinal));
        Assert.Equal(4, workshop.Engine.Builds.Count);
    }

    [Fact]
    public async Task Build_WhatTheRuntimeNeedsIsNotThere_SaysWhatMakesItUntilItIs()
    {
        using var workshop = new Workshop();
        workshop.Write("images/python/runtime.yaml", "needs: { made/it.tar.gz: \"eng/make-it.sh makes it\" }\n");
        Skill skill = workshop.OnRuntime("mine");

        ImageBuildReport without = await workshop.BuildAsync(skill);
        workshop.Write("images/python/made/it.tar.gz", "it");
        ImageBuildReport with = await workshop.BuildAsync(skill);

        Assert.Equal(
            (ImageBuildOutcome.Failed, "images/python: there is no made/it.tar.gz; eng/make-it.sh makes it"),
            (without.Outcome, without.Message));
        Assert.Equal(ImageBuildOutcome.Built, with.Outcome);
    }

    [Theory]
    [InlineData("needs: { ../up: x }", "needs[\"../up\"]")]
    [InlineData("needs: { /etc/passwd: x }", "needs[\"/etc/passwd\"]")]
    [InlineData("build: sh", "build")]
    public async Task Build_StepOrNeedWrong_RefusedWithItsPlace(string yaml, string path)
    {
        using var workshop = new Workshop();
        workshop.Write("images/python/runtime.yaml", yaml);

        ImageBuildReport report = await workshop.BuildAsync(workshop.OnRuntime("mine"));

        Assert.Equal(ImageBuildOutcome.Refused, report.Outcome);
        Assert.Equal(path, Assert.Single(report.Failures).Path);
    }
}
