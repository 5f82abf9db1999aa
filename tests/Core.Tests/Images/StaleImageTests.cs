using SkillHost.Images;
using SkillHost.Skills;

namespace SkillHost.Core.Tests.Images;

/// <summary>A check says what would be built and why, and builds nothing.</summary>
public sealed class StaleImageTests
{
    private static readonly ImageBuildRequest Check = new() { CheckOnly = true };

    [Fact]
    public async Task Check_NothingChanged_UpToDate()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.OnRuntime("mine");
        await workshop.BuildAsync(skill);

        ImageBuildReport report = await workshop.BuildAsync(skill, Check);

        Assert.Equal((ImageBuildOutcome.UpToDate, ""), (report.Outcome, report.Message));
    }

    [Fact]
    public async Task Check_NeverBuilt_StaleAndNothingBuilt()
    {
        using var workshop = new Workshop();

        ImageBuildReport report = await workshop.BuildAsync(workshop.Own("mine", "FROM scratch\n"), Check);

        Assert.Equal((ImageBuildOutcome.Stale, null), (report.Outcome, report.Image));
        Assert.Equal("nothing is known here of an earlier build", report.Message);
        Assert.Empty(workshop.Engine.Builds);
    }

    [Fact]
    public async Task Check_FilesChanged_NamesThemAndTheOldImageServes()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", "FROM scratch\n");
        workshop.Write("skills/mine/a", "1");
        workshop.Write("skills/mine/b", "1");
        ImageBuildReport built = await workshop.BuildAsync(skill);
        workshop.Write("skills/mine/a", "22");
        File.Delete(Path.Combine(skill.Folder, "b"));
        workshop.Write("skills/mine/c", "1");
        int builds = workshop.Engine.Builds.Count;

        ImageBuildReport first = await workshop.BuildAsync(skill, Check);
        ImageBuildReport second = await workshop.BuildAsync(skill, Check);

        Assert.Equal("changed a; added c; removed b", first.Message);
        Assert.Equal((ImageBuildOutcome.Stale, first.Message, built.Image!.Id), (second.Outcome, second.Message, second.Image!.Id));
        Assert.Equal(builds, workshop.Engine.Builds.Count);
    }

    [Fact]
    public async Task Check_RuntimeChanged_SaysSo()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.OnRuntime("mine");
        await workshop.BuildAsync(skill);
        workshop.Write("images/base/Dockerfile", "FROM debian:bookworm-slim\nRUN more\n");

        ImageBuildReport report = await workshop.BuildAsync(skill, Check);

        const string Reason = "its runtime images/base must be built first: changed Dockerfile";
        Assert.Equal((ImageBuildOutcome.Stale, Reason), (report.Outcome, report.Message));
    }

    [Fact]
    public async Task Check_BaseOrInitChanged_SaysSo()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", "FROM debian:bookworm-slim\n");
        await workshop.BuildAsync(skill);
        workshop.Write("init/linux-x64/skillhost-init", "another process 1");
        ImageBuildReport init = await workshop.BuildAsync(skill, Check);
        await workshop.BuildAsync(skill);
        workshop.Engine.Add("debian:bookworm-slim");

        ImageBuildReport newer = await workshop.BuildAsync(skill, Check);

        Assert.Equal("process 1 changed", init.Message);
        Assert.Equal("an image it is built from changed", newer.Message);
    }

    [Fact]
    public async Task Check_ImageRemoved_SaysSo()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", "FROM scratch\n");
        ImageBuildReport built = await workshop.BuildAsync(skill);
        await workshop.Engine.RemoveImageAsync(built.Image!.Id, CancellationToken.None);

        ImageBuildReport report = await workshop.BuildAsync(skill, Check);

        Assert.Equal("its image is no longer on the engine", report.Message);
    }
}
