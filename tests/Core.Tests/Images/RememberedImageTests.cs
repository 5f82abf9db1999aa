using SkillHost.Containers;
using SkillHost.Images;
using SkillHost.Skills;

namespace SkillHost.Core.Tests.Images;

/// <summary>The image of a call: found once, shared by those who wait, then remembered.</summary>
public sealed class RememberedImageTests
{
    [Fact]
    public async Task Build_AnotherHostTakesTheNameAndTheImageGoes_ThatHostsServes()
    {
        using var workshop = new Workshop();
        ImageInfo? theirs = null;
        workshop.Engine.AfterBuild = (image, tag) =>
        {
            if (theirs == null && tag.StartsWith("skillhost/skill-", StringComparison.Ordinal))
            {
                theirs = workshop.Engine.Add(tag, made => image with { Id = made.Id, CreatedAt = made.CreatedAt });
                workshop.Engine.Forget(image.Id);
            }
        };

        ImageBuildReport report = await workshop.BuildAsync(workshop.OnRuntime("mine"));

        Assert.NotNull(theirs);
        Assert.Equal((ImageBuildOutcome.UpToDate, theirs.Id), (report.Outcome, report.Image?.Id));
        Assert.Equal(3, workshop.Engine.Builds.Count);
    }

    [Fact]
    public async Task GetImage_SecondTime_NeitherEngineNorDisk()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.OnRuntime("mine");
        ImageBuildReport first = await workshop.Builder.GetImageAsync(skill, CancellationToken.None);
        workshop.Engine.Calls.Clear();
        Directory.Delete(skill.Folder, recursive: true);

        Task<ImageBuildReport> second = workshop.Builder.GetImageAsync(skill, CancellationToken.None);

        Assert.True(second.IsCompletedSuccessfully);
        Assert.Same(first, await second);
        Assert.Empty(workshop.Engine.Calls);
    }

    [Fact]
    public async Task Build_WhatIsRememberedCannotBeWritten_BuildsAndLeavesNoHalfFile()
    {
        using var workshop = new Workshop();
        await workshop.BuildAsync(workshop.OnRuntime("mine"));
        string[] kept = Directory.GetFiles(workshop.Root, "*.json", SearchOption.AllDirectories);
        foreach (string file in kept)
        {
            File.Delete(file);
            Directory.CreateDirectory(file);
        }

        workshop.Restart();
        ImageBuildReport report = await workshop.BuildAsync(workshop.OnRuntime("mine"));

        Assert.NotEmpty(kept);
        Assert.NotNull(report.Image);
        Assert.Empty(kept.SelectMany(path => Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + ".*")));
    }

    [Fact]
    public async Task GetImage_Unchanged_LooksItsOwnNamesUpAndListsNothing()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.OnRuntime("one");
        ImageBuildReport first = await workshop.BuildAsync(skill);
        workshop.Restart();
        workshop.Engine.Calls.Clear();

        ImageBuildReport second = await workshop.Builder.GetImageAsync(skill, CancellationToken.None);

        Assert.Equal((ImageBuildOutcome.UpToDate, first.Image!.Id), (second.Outcome, second.Image!.Id));

        // Its own, its runtime's, and what that is built from.
        Assert.Equal(Enumerable.Repeat("FindImageAsync", 4), workshop.Engine.Calls);
    }

    [Fact]
    public async Task GetImage_ManyAtOnce_OneBuild()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.OnRuntime("mine");

        ImageBuildReport[] reports = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => Task.Run(() => workshop.Builder.GetImageAsync(skill, CancellationToken.None))));

        Assert.Single(reports.Distinct());
        Assert.Equal(3, workshop.Engine.Builds.Count);
    }

    [Fact]
    public async Task GetImage_OneOfTwoCallersCancels_TheOtherGetsItsImage()
    {
        using var workshop = new Workshop();
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        workshop.Engine.OnBuild = async (_, image, token) =>
        {
            started.TrySetResult();
            await go.Task.WaitAsync(token);
            return image;
        };
        Skill skill = workshop.OnRuntime("mine");
        Task<ImageBuildReport> impatient = workshop.Builder.GetImageAsync(skill, stop.Token);
        Task<ImageBuildReport> patient = workshop.Builder.GetImageAsync(skill, CancellationToken.None);
        await started.Task;

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        go.SetResult();

        Assert.Equal(ImageBuildOutcome.Built, (await patient).Outcome);
    }

    [Fact]
    public async Task GetImage_LastCallerCancels_BuildGivenUpAndTheNextBeginsAgain()
    {
        using var workshop = new Workshop();
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var givenUp = new TaskCompletionSource();
        workshop.Engine.OnBuild = async (_, image, token) =>
        {
            started.TrySetResult();
            token.Register(() => givenUp.TrySetResult());
            await Task.Delay(Timeout.Infinite, token);
            return image;
        };
        Skill skill = workshop.OnRuntime("mine");
        Task<ImageBuildReport> only = workshop.Builder.GetImageAsync(skill, stop.Token);
        await started.Task;

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => only);
        await givenUp.Task.WaitAsync(TimeSpan.FromSeconds(20));
        workshop.Engine.OnBuild = (_, image, _) => Task.FromResult(image);

        Assert.Equal(ImageBuildOutcome.Built, (await workshop.Builder.GetImageAsync(skill, CancellationToken.None)).Outcome);
    }

    [Fact]
    public async Task GetImage_Refused_RememberedUntilForgotten()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", "FROM evil");
        ImageBuildReport refused = await workshop.Builder.GetImageAsync(skill, CancellationToken.None);
        workshop.Write("skills/mine/Dockerfile", "FROM scratch");
        ImageBuildReport remembered = await workshop.Builder.GetImageAsync(skill, CancellationToken.None);
        workshop.Builder.Forget(skill.Name);

        ImageBuildReport built = await workshop.Builder.GetImageAsync(skill, CancellationToken.None);

        Assert.Same(refused, remembered);
        Assert.Equal(ImageBuildOutcome.Built, built.Outcome);
    }

    [Fact]
    public async Task GetImage_EngineFailsOnce_TriedAgain()
    {
        using var workshop = new Workshop();
        int builds = 0;
        workshop.Engine.OnBuild = (_, image, _) => builds++ == 0
            ? throw new EngineException(EngineFailure.OutOfDisk, "no space left on device")
            : Task.FromResult(image);
        Skill skill = workshop.Own("mine", "FROM scratch");

        ImageBuildReport failed = await workshop.Builder.GetImageAsync(skill, CancellationToken.None);
        ImageBuildReport built = await workshop.Builder.GetImageAsync(skill, CancellationToken.None);

        Assert.Equal((ImageBuildOutcome.Failed, ImageBuildOutcome.Built), (failed.Outcome, built.Outcome));
    }

    [Fact]
    public async Task GetImage_SkillReloaded_LookedAtAgain()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.OnRuntime("mine");
        ImageBuildReport first = await workshop.Builder.GetImageAsync(skill, CancellationToken.None);
        workshop.Write("skills/mine/main.py", "print(2)\n");

        ImageBuildReport second = await workshop.Builder.GetImageAsync(skill with { }, CancellationToken.None);

        Assert.NotEqual(first.Image!.Id, second.Image!.Id);
    }
}
