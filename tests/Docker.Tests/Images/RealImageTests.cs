using System.Globalization;
using SkillHost.Containers;
using SkillHost.Images;
using SkillHost.Skills;

namespace SkillHost.Docker.Tests.Images;

/// <summary>Images as a real engine makes them.</summary>
[Collection(nameof(RealImageTests))]
public sealed class RealImageTests
{
    private const string Base = "debian:bookworm-slim";

    [Fact]
    public async Task Build_OnRuntime_FolderLaidAtSkillAndInitRuns()
    {
        await using var workshop = new RealWorkshop();
        string runtime = workshop.Name("sh");
        workshop.Write($"images/{runtime}/Dockerfile", $"FROM {Base}\nRUN echo > /runtime\nUSER 12345\nENV LD_PRELOAD=/evil.so APP=1\n");
        Skill skill = workshop.OnRuntime("hello", runtime);
        workshop.Write($"{workshop.FolderOf("hello")}/.dockerignore", "*.log\n");
        workshop.Write($"{workshop.FolderOf("hello")}/noise.log", "x");

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Equal(("", ImageBuildOutcome.Built), (report.Message, report.Outcome));
        SkillImage image = report.Image!;
        Assert.Equal("/skill", image.WorkingDirectory);
        Assert.Contains("APP", image.Environment.Keys);
        Assert.DoesNotContain("LD_PRELOAD", image.Environment.Keys);
        Assert.Contains("LD_PRELOAD", image.EnvironmentNames);
        string listing = await workshop.RunAsync(image, "/usr/bin/find", "/skill", "/.skillhost", "-printf", "%p %u %m\n");
        Assert.Equal(
            ["/.skillhost root 755", "/.skillhost/init root 555", "/skill root 755", "/skill/main.sh root 644"],
            listing.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.Equal(ImageBuildOutcome.UpToDate, (await workshop.BuildAsync(skill)).Outcome);
        Assert.Empty(await workshop.LooseAsync());
    }

    [Fact]
    public async Task Build_FromScratchInSeveralStages_InitRunsAndNothingIsLeft()
    {
        await using var workshop = new RealWorkshop();
        Skill skill = workshop.Own("scratch", $"""
            FROM {Base} AS build
            RUN echo one > /one
            FROM build AS more
            RUN cat /one > /two && mkdir /empty
            FROM scratch
            COPY --from=more /two /two
            COPY --from={Base} /etc/debian_version /
            USER root
            EXPOSE 22
            ENTRYPOINT ["sleep"]
            """);

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Equal(("", ImageBuildOutcome.Built), (report.Message, report.Outcome));
        Assert.Equal("/", report.Image!.WorkingDirectory);

        // Process 1 has no stream to speak on here, and ends by itself: that it does, and says nothing of a missing file, is the point.
        string said = await workshop.RunAsync(report.Image, "/.skillhost/init");
        Assert.DoesNotContain("no such file", said, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await workshop.LooseAsync());
    }

    [Theory]
    [InlineData("RUN mkdir /.skillhost && echo evil > /.skillhost/init")]
    [InlineData("RUN mkdir /.skillhost /.skillhost/init")]
    [InlineData("RUN ln -s /etc /.skillhost && echo evil > /etc/init")]
    [InlineData("RUN mkdir -m 0777 /.skillhost && ln -s /bin/sh /.skillhost/init")]
    public async Task Build_AuthorHasSomethingInInitsPlace_Replaced(string step)
    {
        await using var workshop = new RealWorkshop();

        ImageBuildReport report = await workshop.BuildAsync(workshop.Own("evil", $"FROM {Base}\n{step}\n"));

        Assert.Equal("", report.Message);
        string listing = await workshop.RunAsync(report.Image!, "/usr/bin/stat", "-c", "%F %U %a", "/.skillhost", "/.skillhost/init");
        Assert.Equal("directory root 755\nregular file root 555\n", listing);
    }

    [Fact]
    public async Task Build_CopyAll_AuthorsFilesAlone()
    {
        await using var workshop = new RealWorkshop();
        Skill skill = workshop.Own("all", $"FROM {Base}\nWORKDIR /all\nCOPY . .\n");
        workshop.Write($"{workshop.FolderOf("all")}/a", "x");

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Equal("/all/Dockerfile\n/all/a\n", await workshop.RunAsync(report.Image!, "/usr/bin/find", "/all", "-type", "f"));
    }

    [Fact]
    public async Task Build_BaseIsPinned_TagMovedMeanwhileChangesNothing()
    {
        await using var workshop = new RealWorkshop();
        Skill skill = workshop.Own("pinned", $"FROM {Base}\nLABEL a=b\n");

        await workshop.BuildAsync(skill);

        ImageInfo debian = (await workshop.Engine.FindImageAsync(Base, CancellationToken.None))!;
        string first = workshop.Lines.First(l => l.StartsWith("Step 1/", StringComparison.Ordinal));
        Assert.EndsWith(debian.Id, first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_StepWithoutNetwork_FailsCleanlyAndSaysSo()
    {
        await using var workshop = new RealWorkshop();
        Skill skill = workshop.Own("net", $"FROM {Base}\nRUN ls /sys/class/net | grep -v lo && exit 0 || exit 7\n");

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Equal(ImageBuildOutcome.Failed, report.Outcome);
        Assert.Contains("non-zero code: 7", report.Message, StringComparison.Ordinal);
        Assert.Contains("build steps have no network", report.Message, StringComparison.Ordinal);
        Assert.Empty(await workshop.LooseAsync());
    }

    [Fact]
    public async Task Build_OperatorAllowsNetwork_StepHasAnInterface()
    {
        string? allowed = null;
        await using var workshop = new RealWorkshop(o => o.AllowBuildNetwork = [allowed!]);
        allowed = workshop.Name("net");

        ImageBuildReport report = await workshop.BuildAsync(workshop.Own("net", $"FROM {Base}\nRUN ls /sys/class/net | grep -v lo\n"));

        Assert.Equal(ImageBuildOutcome.Built, report.Outcome);
    }

    [Fact]
    public async Task Build_SleepsForever_StoppedAtTheTimeout()
    {
        await using var workshop = new RealWorkshop(o => o.BuildTimeout = TimeSpan.FromSeconds(4));
        Skill skill = workshop.Own("sleep", $"FROM {Base}\nRUN echo {Guid.NewGuid()}\nRUN sleep 9999\n");

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Equal(ImageBuildOutcome.Failed, report.Outcome);
        Assert.StartsWith("the build was stopped after 4 s", report.Message, StringComparison.Ordinal);
        Assert.Empty(await workshop.LooseAsync());
        Assert.NotEmpty(workshop.Lines);
        Assert.Empty(await workshop.StepsLeftAsync());
    }

    [SkippableFact]
    public async Task Build_ForkBomb_HeldAtTheProcessLimit()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "control groups need root on the engine's machine");
        // A limit that no other build of this process has: it tells this build's group from theirs.
        const int Limit = 53;
        await using var workshop = new RealWorkshop(o => o.BuildPids = Limit);
        Skill skill = workshop.Own("fork", $"FROM {Base}\nRUN for i in $(seq 300); do sleep 100 & done\n");

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Equal(ImageBuildOutcome.Failed, report.Outcome);
        Assert.Contains(report.OutputTail, l => l.Contains("fork", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(
            Directory.GetDirectories("/sys/fs/cgroup", "skillhost-build", SearchOption.AllDirectories).SelectMany(Directory.GetDirectories),
            d => HasLimit(d, Limit));
    }

    [Fact]
    public async Task Build_WritesForever_StoppedAtTheFileLimit()
    {
        await using var workshop = new RealWorkshop(o => o.MaxImageBytes = 300 << 20);

        ImageBuildReport report = await workshop.BuildAsync(workshop.Own("big", $"FROM {Base}\nRUN yes > /big\n"));

        Assert.Equal(ImageBuildOutcome.Failed, report.Outcome);
        Assert.Contains("non-zero code", report.Message, StringComparison.Ordinal);
        Assert.Empty(await workshop.LooseAsync());
    }

    [Fact]
    public async Task Build_ImageOverTheCap_RefusedAndRemoved()
    {
        await using var workshop = new RealWorkshop(o => o.MaxImageBytes = 200 << 20);
        Skill skill = workshop.Own("fat", $"FROM {Base}\nRUN head -c 30M /dev/zero > /a && head -c 30M /dev/zero > /b\n");

        ImageBuildReport report = await workshop.BuildAsync(skill);

        Assert.Equal(ImageBuildOutcome.Failed, report.Outcome);
        Assert.Contains("wanted at most 209715200", report.Message, StringComparison.Ordinal);
        IReadOnlyList<ImageInfo> images = await workshop.Engine.ListImagesAsync(new Dictionary<string, string>(), CancellationToken.None);
        Assert.DoesNotContain(images, i => i.Tags.Any(t => t.Contains(workshop.Mark, StringComparison.Ordinal)));
        Assert.Empty(await workshop.LooseAsync());
    }

    [Fact]
    public async Task Build_EatsMemory_KilledAtTheLimit()
    {
        await using var workshop = new RealWorkshop();

        ImageBuildReport report = await workshop.BuildAsync(workshop.Own("mem", $"FROM {Base}\nRUN head -c 300M /dev/zero | tail\n"));

        Assert.Equal(ImageBuildOutcome.Failed, report.Outcome);
    }

    [Fact]
    public async Task Build_FailsAfterASuccess_OldImageServesAndTheOthersAreBuilt()
    {
        await using var workshop = new RealWorkshop();
        Skill bad = workshop.Own("bad", $"FROM {Base}\nRUN true\n");
        ImageBuildReport good = await workshop.BuildAsync(bad);
        workshop.Own("bad", $"FROM {Base}\nRUN exit 3\n");
        Skill[] skills = [bad, .. Enumerable.Range(0, 4).Select(i => workshop.Own($"fine{i}", $"FROM {Base}\nENV I={i}\n"))];

        IReadOnlyList<ImageBuildReport> reports =
            await workshop.Builder.BuildAsync(skills, new ImageBuildRequest { Parallel = 5 }, workshop, CancellationToken.None);

        Assert.Equal((ImageBuildOutcome.Failed, good.Image!.Id), (reports[0].Outcome, reports[0].Image!.Id));
        Assert.All(reports.Skip(1), r => Assert.Equal(ImageBuildOutcome.Built, r.Outcome));
        Assert.Equal("x\n", await workshop.RunAsync(reports[0].Image!, "/bin/echo", "x"));
    }

    [Fact]
    public async Task Build_CancelledInAStep_ContainerAndImagesGone()
    {
        await using var workshop = new RealWorkshop();
        using var stop = new CancellationTokenSource();
        Skill skill = workshop.Own("cancel", $"FROM {Base}\nRUN echo {Guid.NewGuid()} > /x\nRUN echo started && sleep 9999\n");
        var progress = new Until("started", stop, workshop);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => workshop.Builder.BuildAsync([skill], new ImageBuildRequest(), progress, stop.Token));

        Assert.Contains("started", workshop.Lines);
        Assert.Empty(await workshop.StepsLeftAsync());
        Assert.Empty(await workshop.LooseAsync());
    }

    [Fact]
    public async Task Build_UnchangedSkills_NothingBuiltAndTheSameImages()
    {
        await using var workshop = new RealWorkshop();
        string runtime = workshop.Name("sh");
        workshop.Write($"images/{runtime}/Dockerfile", $"FROM {Base}\nENV APP=1\n");
        Skill[] skills = [.. Enumerable.Range(0, 5).Select(i => workshop.OnRuntime($"s{i}", runtime))];
        IReadOnlyList<ImageBuildReport> first = await BuildAllAsync(workshop, skills);
        int lines = workshop.Lines.Count;

        IReadOnlyList<ImageBuildReport> second = await BuildAllAsync(workshop, skills);

        Assert.All(second, r => Assert.Equal(ImageBuildOutcome.UpToDate, r.Outcome));
        Assert.Equal(first.Select(r => r.Image!.Id), second.Select(r => r.Image!.Id));
        Assert.Equal(lines, workshop.Lines.Count);
    }

    private static Task<IReadOnlyList<ImageBuildReport>> BuildAllAsync(RealWorkshop workshop, Skill[] skills) =>
        workshop.Builder.BuildAsync(skills, new ImageBuildRequest { Parallel = 4 }, workshop, CancellationToken.None);

    private sealed class Until(string text, CancellationTokenSource stop, RealWorkshop workshop) : IProgress<ImageBuildProgress>
    {
        public void Report(ImageBuildProgress value)
        {
            workshop.Report(value);
            if (value.Line == text)
            {
                stop.Cancel();
            }
        }
    }

    private static bool HasLimit(string group, int pids)
    {
        try
        {
            return File.ReadAllText(Path.Combine(group, "pids.max")).Trim() == pids.ToString(CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // Of another controller, or gone by now.
            return false;
        }
    }
}
