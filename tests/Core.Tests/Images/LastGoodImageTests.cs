using SkillHost.Containers;
using SkillHost.Images;
using SkillHost.Skills;

namespace SkillHost.Core.Tests.Images;

/// <summary>What serves when the current image cannot be built.</summary>
public sealed class LastGoodImageTests
{
    [Fact]
    public async Task Build_StepFails_LastGoodImageServesAndTheOthersAreBuilt()
    {
        using var workshop = new Workshop();
        Skill bad = workshop.Own("bad", "FROM scratch\nRUN ok\n");
        ImageBuildReport good = await workshop.BuildAsync(bad);
        workshop.Write("skills/bad/Dockerfile", "FROM scratch\nRUN broken\n");
        var failure = new EngineException(EngineFailure.BuildFailed, "returned a non-zero code: 1")
        {
            OutputTail = ["no such \u001b[1mhost\u001b[0m"],
        };
        workshop.Engine.OnBuild = (build, image, _) =>
            build.Dockerfile.Contains("broken", StringComparison.Ordinal) ? throw failure : Task.FromResult(image);
        workshop.Restart();

        IReadOnlyList<ImageBuildReport> reports = await workshop.BuildAsync([bad, workshop.OnRuntime("fine")]);

        Assert.Equal(ImageBuildOutcome.Failed, reports[0].Outcome);
        Assert.Equal(good.Image!.Id, reports[0].Image!.Id);
        Assert.Contains("returned a non-zero code: 1", reports[0].Message, StringComparison.Ordinal);
        Assert.Contains("build steps have no network", reports[0].Message, StringComparison.Ordinal);
        Assert.EndsWith("; the last good image still serves", reports[0].Message, StringComparison.Ordinal);
        Assert.Equal(["no such host"], reports[0].OutputTail);
        Assert.Equal(ImageBuildOutcome.Built, reports[1].Outcome);
    }

    [Fact]
    public async Task Build_FailsWithNothingRemembered_LastGoodImageFoundByItsLabels()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.OnRuntime("mine");
        ImageBuildReport good = await workshop.BuildAsync(skill);
        Directory.Delete(Path.Combine(workshop.Root, "state"), recursive: true);
        workshop.Restart();
        File.CreateSymbolicLink(Path.Combine(skill.Folder, "leak"), "/etc");

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Equal((ImageBuildOutcome.Refused, good.Image!.Id), (report.Outcome, report.Image!.Id));
    }

    [Fact]
    public async Task Build_FailsAndProcessOneIsAnother_OldImageDoesNotServe()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.OnRuntime("mine");
        await workshop.BuildAsync(skill);
        workshop.Write("init/linux-x64/skillhost-init", "another process 1");
        File.CreateSymbolicLink(Path.Combine(skill.Folder, "leak"), "/etc");

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Null(report.Image);
    }
}
