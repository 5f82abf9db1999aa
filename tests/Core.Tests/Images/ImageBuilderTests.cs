using SkillHost.Containers;
using SkillHost.Images;
using SkillHost.Skills;

namespace SkillHost.Core.Tests.Images;

/// <summary>What is built when, from what, and what serves.</summary>
public sealed class ImageBuilderTests
{
    [Fact]
    public async Task Build_SkillOnRuntime_FolderAtSkillWithProcessOneLast()
    {
        using var workshop = new Workshop();

        ImageBuildReport report = await workshop.BuildAsync(workshop.OnRuntime("mine"));

        FakeBuild build = workshop.Engine.Builds[2];
        string python = workshop.Engine.Images.Single(i => i.Tags[0].StartsWith("skillhost/python:", StringComparison.Ordinal)).Id;
        string wanted = $"FROM {python}\nCOPY skill/ /skill/\nWORKDIR /skill\nADD .skillhost.init.tar /\n";
        Assert.Equal(wanted, build.Dockerfile.ReplaceLineEndings("\n"));
        Assert.Equal(["skill/", "skill/main.py"], build.Names);
        Assert.Equal(ImageBuildOutcome.Built, report.Outcome);
        Assert.Equal(build.Spec.Tag, report.Image!.Tag);
        Assert.Matches("^skillhost/skill-mine:[0-9a-f]{32}$", report.Image.Tag);
    }

    [Fact]
    public async Task Build_OwnDockerfile_ProcessOneLaidInASecondBuildAndTheDraftsNameRemoved()
    {
        using var workshop = new Workshop();

        ImageBuildReport report = await workshop.BuildAsync(workshop.Own("mine", "FROM scratch\nCOPY x /\n"));

        Assert.Equal(2, workshop.Engine.Builds.Count);
        Assert.StartsWith("skillhost/build-mine:", workshop.Engine.Builds[0].Spec.Tag, StringComparison.Ordinal);
        Assert.Matches("^FROM sha256:[0-9a-f]{64}\nADD .skillhost.init.tar /\n$", workshop.Engine.Builds[1].Dockerfile);
        Assert.DoesNotContain(workshop.Engine.Images, i => i.Tags.Any(t => t.Contains("/build-", StringComparison.Ordinal)));
        Assert.Equal(report.Image!.Tag, workshop.Engine.Builds[1].Spec.Tag);
    }

    [Fact]
    public async Task Build_Unchanged_NoBuildAndOneListing()
    {
        using var workshop = new Workshop();
        Skill[] skills = [workshop.OnRuntime("one"), workshop.Own("two", "FROM debian:bookworm-slim\n")];
        IReadOnlyList<ImageBuildReport> first = await workshop.BuildAsync(skills);
        workshop.Restart();
        workshop.Engine.Calls.Clear();

        IReadOnlyList<ImageBuildReport> second = await workshop.BuildAsync(skills);

        Assert.All(second, r => Assert.Equal(ImageBuildOutcome.UpToDate, r.Outcome));
        Assert.Equal(first.Select(r => r.Image!.Id), second.Select(r => r.Image!.Id));
        Assert.Equal(["ListImagesAsync"], workshop.Engine.Calls);
    }

    [Fact]
    public async Task Build_SameFolderElsewhere_SameTag()
    {
        using var here = new Workshop();
        using var there = new Workshop();

        ImageBuildReport first = await here.BuildAsync(here.OnRuntime("mine"));
        ImageBuildReport second = await there.BuildAsync(there.OnRuntime("mine"));

        Assert.Equal(first.Image!.Tag, second.Image!.Tag);
    }

    [Theory]
    [InlineData("content")]
    [InlineData("mode")]
    [InlineData("name")]
    [InlineData("link")]
    [InlineData("folder")]
    [InlineData("runtime")]
    [InlineData("base")]
    [InlineData("init")]
    public async Task Build_SomethingChanged_BuiltUnderAnotherTag(string what)
    {
        using var workshop = new Workshop();
        Skill skill = workshop.OnRuntime("mine");
        ImageBuildReport first = await workshop.BuildAsync(skill);
        Change(workshop, skill, what);

        ImageBuildReport second = await workshop.BuildAsync(skill);

        Assert.Equal(ImageBuildOutcome.Built, second.Outcome);
        Assert.NotEqual(first.Image!.Tag, second.Image!.Tag);
    }

    [Fact]
    public async Task Build_IgnoredFileOrTimesChanged_NothingToDo()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.OnRuntime("mine");
        workshop.Write("skills/mine/.dockerignore", "*.log");
        await workshop.BuildAsync(skill);
        workshop.Write("skills/mine/a.log", "noise");
        File.SetLastWriteTimeUtc(Path.Combine(skill.Folder, "main.py"), DateTime.UnixEpoch);

        ImageBuildReport second = await workshop.BuildAsync(skill);

        Assert.Equal(ImageBuildOutcome.UpToDate, second.Outcome);
    }

    [Fact]
    public async Task Build_SomebodyElsesImageUnderTheTag_NotTakenForOurs()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.OnRuntime("mine");
        ImageBuildReport first = await workshop.BuildAsync(skill);
        workshop.Engine.Add(first.Image!.Tag);

        ImageBuildReport second = await workshop.BuildAsync(skill);

        Assert.Equal(ImageBuildOutcome.Built, second.Outcome);
    }

    [Fact]
    public async Task Build_NoCache_EverythingBuiltAnew()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.OnRuntime("mine");
        await workshop.BuildAsync(skill);

        ImageBuildReport report = await workshop.BuildAsync(skill, new ImageBuildRequest { NoCache = true });

        Assert.Equal(ImageBuildOutcome.Built, report.Outcome);
        Assert.Equal(6, workshop.Engine.Builds.Count);
        Assert.All(workshop.Engine.Builds.Skip(3), b => Assert.True(b.Spec.NoCache));
    }

    [Fact]
    public async Task Build_ManySkillsOfOneRuntime_RuntimeBuiltOnce()
    {
        using var workshop = new Workshop();
        Skill[] skills = [.. Enumerable.Range(0, 12).Select(i => workshop.OnRuntime($"s{i}"))];

        IReadOnlyList<ImageBuildReport> reports = await workshop.BuildAsync(skills, new ImageBuildRequest { Parallel = 8 });

        Assert.Equal(skills.Select(s => s.Name), reports.Select(r => r.Skill));
        Assert.All(reports, r => Assert.Equal(ImageBuildOutcome.Built, r.Outcome));
        Assert.Equal(2 + 12, workshop.Engine.Builds.Count);
    }

    [Fact]
    public async Task Build_RuntimesFromEachOther_RefusedWithoutHanging()
    {
        using var workshop = new Workshop();
        workshop.Write("images/a/Dockerfile", "FROM skillhost/b\n");
        workshop.Write("images/b/Dockerfile", "FROM skillhost/a\n");

        Skill[] skills = [workshop.OnRuntime("one", "a"), workshop.OnRuntime("two", "b")];

        IReadOnlyList<ImageBuildReport> reports = await workshop.BuildAsync(skills).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.All(reports, r => Assert.Contains("which is itself from", r.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("limits: { memory: lots }", "limits.memory")]
    [InlineData("limit: {}", "limit")]
    [InlineData("tmpExecutable: 1", "tmpExecutable")]
    [InlineData("environment: { lower: x }", "environment.lower")]
    public async Task Build_RuntimeYamlWrong_RefusedWithItsPlace(string yaml, string path)
    {
        using var workshop = new Workshop();
        workshop.Write("images/python/runtime.yaml", yaml);

        ImageBuildReport report = await workshop.BuildAsync(workshop.OnRuntime("mine"));

        Assert.Equal(ImageBuildOutcome.Refused, report.Outcome);
        SkillFailure failure = Assert.Single(report.Failures);
        Assert.Equal(("images/python/runtime.yaml", path, 1), (failure.File, failure.Path, failure.Line));
    }

    [Fact]
    public async Task Build_NoSuchRuntime_RefusedNamingThoseThereAre()
    {
        using var workshop = new Workshop();

        ImageBuildReport report = await workshop.BuildAsync(workshop.OnRuntime("mine", "cobol"));

        Assert.Equal("one of base, python", Assert.Single(report.Failures).Wanted);
    }

    [Fact]
    public async Task Build_Bounds_HandedToTheEngine()
    {
        using var workshop = new Workshop(o =>
        {
            o.BuildTimeout = TimeSpan.FromSeconds(7);
            o.BuildCgroupParent = "/operators";
            o.AllowBuildNetwork = ["online"];
        });

        await workshop.BuildAsync(workshop.Own("offline", "FROM scratch"));
        await workshop.BuildAsync(workshop.Own("online", "FROM scratch"));

        ImageBuildSpec spec = workshop.Engine.Builds[0].Spec;
        Assert.Equal((TimeSpan.FromSeconds(7), "/operators"), (spec.Timeout, spec.CgroupParent));
        Assert.Equal((1L << 30, 2.0, 2L << 30), (spec.MemoryBytes, spec.Cpus, spec.FileBytes));
        Assert.Equal(
            [ContainerNetwork.None, ContainerNetwork.None, ContainerNetwork.Bridge, ContainerNetwork.None],
            workshop.Engine.Builds.Select(b => b.Spec.Network));
        Assert.Empty(spec.Arguments);
    }

    [Theory]
    [InlineData("size")]
    [InlineData("volume")]
    [InlineData("trigger")]
    [InlineData("workdir")]
    public async Task Build_ImageBreaksARule_RefusedAndRemoved(string what)
    {
        using var workshop = new Workshop();
        workshop.Engine.OnBuild = (_, image, _) => Task.FromResult(what switch
        {
            "size" => image with { SizeBytes = (2L << 30) + 1 },
            "volume" => image with { Volumes = ["/data"] },
            "trigger" => image with { OnBuild = ["RUN evil"] },
            _ => image with { WorkingDirectory = "/proc/self" },
        });

        ImageBuildReport report = await workshop.BuildAsync(workshop.Own("mine", "FROM scratch"));

        Assert.Equal(ImageBuildOutcome.Failed, report.Outcome);
        Assert.StartsWith("the image was refused and removed", report.Message, StringComparison.Ordinal);
        Assert.Equal(["debian:bookworm-slim"], workshop.Engine.Images.SelectMany(i => i.Tags));
    }

    [Fact]
    public async Task Build_BaseWithTriggers_Refused()
    {
        using var workshop = new Workshop();
        workshop.Engine.Add("debian:bookworm-slim", i => i with { OnBuild = ["RUN evil"] });

        ImageBuildReport report = await workshop.BuildAsync(workshop.Own("mine", "FROM debian:bookworm-slim"));

        Assert.Contains("seen ONBUILD RUN evil", report.Message, StringComparison.Ordinal);
        Assert.Empty(workshop.Engine.Builds);
    }

    [Fact]
    public async Task Build_BaseMissing_PulledWhereARegistryHasIt()
    {
        using var workshop = new Workshop(o => o.ApprovedBases = ["alpine:3", "alpine:4"]);
        workshop.Engine.Registry.Add("alpine:3");

        ImageBuildReport pulled = await workshop.BuildAsync(workshop.Own("one", "FROM alpine:3"));
        ImageBuildReport missing = await workshop.BuildAsync(workshop.Own("two", "FROM alpine:4"));

        Assert.Equal(ImageBuildOutcome.Built, pulled.Outcome);
        Assert.Contains("base image alpine:4 is not on the engine and cannot be pulled", missing.Message, StringComparison.Ordinal);
        Assert.Contains("eng/base-image.sh", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_PullAsked_NewerBaseTakenOrTheOneAtHand()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.Own("mine", "FROM debian:bookworm-slim");
        await workshop.BuildAsync(skill);

        ImageBuildReport kept = await workshop.BuildAsync(skill, new ImageBuildRequest { PullBases = true });
        workshop.Engine.Registry.Add("debian:bookworm-slim");
        ImageBuildReport newer = await workshop.BuildAsync(skill, new ImageBuildRequest { PullBases = true });

        Assert.Equal((ImageBuildOutcome.UpToDate, ImageBuildOutcome.Built), (kept.Outcome, newer.Outcome));
        Assert.Contains(workshop.Lines.All, l => l.Line.Contains("could not be refreshed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Build_ProcessOneMissing_SaysWhatMakesIt()
    {
        using var workshop = new Workshop(o => o.InitFolder = "/nowhere");

        ImageBuildReport report = await workshop.BuildAsync(workshop.OnRuntime("mine"));

        Assert.Contains("eng/build-init.sh", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_Environment_DangerousNamesListedAndRemoved()
    {
        using var workshop = new Workshop();
        workshop.Engine.OnBuild = (_, image, _) => Task.FromResult(image with
        {
            Environment = new Dictionary<string, string>
            {
                ["PATH"] = "/bin",
                ["LD_PRELOAD"] = "/x.so",
                ["http_proxy"] = "http://x",
                ["BASH_ENV"] = "/x",
                ["PYTHONPATH"] = "/x",
                ["APP"] = "1",
            },
        });

        ImageBuildReport own = await workshop.BuildAsync(workshop.Own("own", "FROM scratch"));
        ImageBuildReport python = await workshop.BuildAsync(workshop.OnRuntime("mine"));

        Assert.Equal(["APP", "PATH"], own.Image!.Environment.Keys.Order());
        Assert.Equal(["APP", "BASH_ENV", "LD_PRELOAD", "PATH", "PYTHONPATH", "http_proxy"], own.Image.EnvironmentNames);
        Assert.Equal("1", python.Image!.Environment["PYTHONUTF8"]);
        Assert.DoesNotContain("PYTHONPATH", python.Image.Environment.Keys);
    }

    [Fact]
    public async Task Build_Progress_WithoutControlCharacters()
    {
        using var workshop = new Workshop();

        await workshop.BuildAsync(workshop.OnRuntime("mine"));

        Assert.Equal(
            ["images/base: Step 1/1 : FROM it", "images/python: Step 1/1 : FROM it", "mine: Step 1/1 : FROM it"],
            workshop.Lines.All.Select(l => $"{l.Subject}: {l.Line}"));
    }

    [Fact]
    public async Task Build_Cancelled_ThrowsAndTheDraftIsGone()
    {
        using var workshop = new Workshop();
        using var stop = new CancellationTokenSource();
        workshop.Engine.OnBuild = async (_, image, token) =>
        {
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
            return image;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => workshop.Builder.BuildAsync(
            [workshop.Own("mine", "FROM scratch")], new ImageBuildRequest(), workshop.Lines, stop.Token));

        Assert.Equal(["debian:bookworm-slim"], workshop.Engine.Images.SelectMany(i => i.Tags));
    }

    [Fact]
    public async Task Prune_OldImages_RemovedAllButWhatServes()
    {
        using var workshop = new Workshop();
        Skill skill = workshop.OnRuntime("mine");
        ImageBuildReport old = await workshop.BuildAsync(skill);
        workshop.Write("skills/mine/main.py", "print(2)\n");
        ImageBuildReport current = await workshop.BuildAsync(skill);

        IReadOnlyList<string> removed = await workshop.Pruner.PruneAsync([skill], TimeSpan.Zero, CancellationToken.None);

        Assert.Equal([old.Image!.Tag], removed);
        Assert.Contains(workshop.Engine.Images, i => i.Id == current.Image!.Id);
        Assert.Equal(4, workshop.Engine.Images.Count);
    }

    private static void Change(Workshop workshop, Skill skill, string what)
    {
        string main = Path.Combine(skill.Folder, "main.py");
        switch (what)
        {
            case "content":
                workshop.Write("skills/mine/main.py", "print(2)\n");
                break;
            case "mode":
                Workshop.MakeExecutable(main);
                break;
            case "name":
                File.Move(main, main + "3");
                break;
            case "link":
                File.CreateSymbolicLink(main + ".link", "main.py");
                break;
            case "folder":
                Directory.CreateDirectory(Path.Combine(skill.Folder, "empty"));
                break;
            case "runtime":
                workshop.Write("images/python/Dockerfile", "FROM skillhost/base\nRUN something else\n");
                break;
            case "base":
                workshop.Engine.Add("debian:bookworm-slim");
                break;
            case "init":
                workshop.Write("init/linux-x64/skillhost-init", "another process 1");
                break;
        }
    }
}
