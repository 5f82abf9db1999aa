using System.Formats.Tar;
using System.Text;
using SkillHost.Containers;

namespace SkillHost.Docker.Tests.Engine;

public sealed class BuildTests(EngineFixture fixture) : EngineTest(fixture)
{
    private string Tag => $"skillhost-docker-test:{Fixture.Run}";

    [Fact]
    public async Task Build_GoodDockerfile_MakesALabelledImageAndTellsProgress()
    {
        using var deadline = Deadlines.Short();
        var progress = new Lines();
        var spec = Spec(Tag) with
        {
            Labels = new Dictionary<string, string> { ["skillhost.docker-tests.build"] = Fixture.Run },
            Arguments = new Dictionary<string, string> { ["WORD"] = "a \"b\" & c" },
        };

        var image = await Engine.BuildImageAsync(
            spec,
            Context($"FROM {EngineFixture.BaseImage}\nARG WORD\nENV SAID=$WORD\nRUN echo step-output\nVOLUME /data\nWORKDIR /var/lib\n"),
            progress,
            deadline.Token);

        try
        {
            Assert.StartsWith("sha256:", image.Id, StringComparison.Ordinal);
            Assert.Equal([Tag], image.Tags);
            Assert.Equal(Fixture.Run, image.Labels["skillhost.docker-tests.build"]);
            Assert.Equal("a \"b\" & c", image.Environment["SAID"]);
            Assert.Equal(["/data"], image.Volumes);
            Assert.Equal("/var/lib", image.WorkingDirectory);
            Assert.True(image.SizeBytes > 0);
            Assert.Contains("step-output", progress.All);
            var listed = await Engine.ListImagesAsync(spec.Labels, deadline.Token);
            Assert.Equal((image.Id, Tag), (Assert.Single(listed).Id, listed[0].Tags[0]));
        }
        finally
        {
            await Engine.RemoveImageAsync(Tag, CancellationToken.None);
        }

        Assert.Null(await Engine.FindImageAsync(Tag, deadline.Token));
    }

    [Fact]
    public async Task Build_StepFails_IsBuildFailedWithItsOutput()
    {
        using var deadline = Deadlines.Short();

        var fault = await Assert.ThrowsAsync<EngineException>(() => Engine.BuildImageAsync(
            Spec(Tag), Context($"FROM {EngineFixture.BaseImage}\nRUN echo why-it-failed; exit 9\n"), new Lines(), deadline.Token));

        Assert.Equal(EngineFailure.BuildFailed, fault.Failure);
        Assert.Contains("returned a non-zero code: 9", fault.Message, StringComparison.Ordinal);
        Assert.Contains("why-it-failed", fault.OutputTail);
        Assert.Null(await Engine.FindImageAsync(Tag, deadline.Token));
        await AssertStepsGoneAsync(fault.OutputTail, deadline.Token);
    }

    [Fact]
    public async Task Build_StepSaysDiskIsFull_IsStillBuildFailed()
    {
        using var deadline = Deadlines.Short();

        var fault = await Assert.ThrowsAsync<EngineException>(() => Engine.BuildImageAsync(
            Spec(Tag),
            Context($"FROM {EngineFixture.BaseImage}\nRUN echo no space left on device; exit 1\n"),
            new Lines(),
            deadline.Token));

        Assert.Equal(EngineFailure.BuildFailed, fault.Failure);
    }

    [Theory]
    [InlineData("FROM debian:bookworm-slim\nNONSENSE x\n", "NONSENSE")]
    [InlineData("", "empty")]
    public async Task Build_DockerfileIsWrong_IsBuildFailed(string dockerfile, string told)
    {
        using var deadline = Deadlines.Short();

        var fault = await Assert.ThrowsAsync<EngineException>(
            () => Engine.BuildImageAsync(Spec(Tag), Context(dockerfile), new Lines(), deadline.Token));

        Assert.Equal(EngineFailure.BuildFailed, fault.Failure);
        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_TakesTooLong_IsTimedOutAndLeavesNoContainer()
    {
        using var deadline = Deadlines.Short();
        var spec = Spec(Tag) with { Timeout = TimeSpan.FromSeconds(3) };

        var fault = await Assert.ThrowsAsync<EngineException>(() => Engine.BuildImageAsync(
            spec, Context($"FROM {EngineFixture.BaseImage}\nRUN echo begun; sleep 600\n"), new Lines(), deadline.Token));

        Assert.Equal(EngineFailure.TimedOut, fault.Failure);
        Assert.Contains("3 s", fault.Message, StringComparison.Ordinal);
        await AssertStepsGoneAsync(fault.OutputTail, deadline.Token);
    }

    [Fact]
    public async Task Build_Cancelled_LeavesNoContainer()
    {
        using var stop = Deadlines.Short();
        var progress = new Lines { Awaited = "begun" };
        var building = Engine.BuildImageAsync(
            Spec(Tag), Context($"FROM {EngineFixture.BaseImage}\nRUN echo be''gun; sleep 600\n"), progress, stop.Token);
        await progress.Seen.WaitAsync(stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => building);
        using var deadline = Deadlines.Short();
        await AssertStepsGoneAsync(progress.All, deadline.Token);
        Assert.Null(await Engine.FindImageAsync(Tag, deadline.Token));
    }

    [Fact]
    public async Task Build_Step_RunsUnderTheGivenBounds()
    {
        using var deadline = Deadlines.Short();
        var progress = new Lines();
        var spec = Spec(Tag) with { MemoryBytes = 96 << 20, FileBytes = 1 << 20, NoCache = true };

        var fault = await Assert.ThrowsAsync<EngineException>(() => Engine.BuildImageAsync(
            spec,
            Context($"FROM {EngineFixture.BaseImage}\nRUN ls /sys/class/net; "
                + "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null; "
                + "head -c 900000 /dev/zero > /small && echo small-ok; head -c 2000000 /dev/zero > /large\n"),
            progress,
            deadline.Token));

        Assert.Equal(EngineFailure.BuildFailed, fault.Failure);
        Assert.Contains($"{96 << 20}", progress.All);
        Assert.Contains("lo", progress.All);
        Assert.DoesNotContain("eth0", progress.All);
        Assert.Contains("small-ok", progress.All);
    }

    [Fact]
    public async Task Tag_ImageById_CanBeFoundAndRemovedByTheName()
    {
        using var deadline = Deadlines.Short();
        var name = $"skillhost-docker-test/tagged:{Fixture.Run}";

        await Engine.TagImageAsync(Fixture.ImageId, name, deadline.Token);

        Assert.Equal(Fixture.ImageId, (await Engine.FindImageAsync(name, deadline.Token))?.Id);
        await Engine.RemoveImageAsync(name, deadline.Token);
        await Engine.RemoveImageAsync(name, deadline.Token);
        Assert.Null(await Engine.FindImageAsync(name, deadline.Token));
        Assert.NotNull(await Engine.FindImageAsync(EngineFixture.BaseImage, deadline.Token));
    }

    [Fact]
    public async Task Pull_NoRegistryHasIt_IsNotFound()
    {
        using var deadline = Deadlines.Short();

        // Port 9 of the engine's own machine: nothing answers there, wherever the engine is.
        var fault = await Assert.ThrowsAsync<EngineException>(
            () => Engine.PullImageAsync("127.0.0.1:9/no/such:image", new Lines(), deadline.Token));

        Assert.Equal(EngineFailure.NotFound, fault.Failure);
        Assert.Contains("127.0.0.1:9/no/such:image", fault.Message, StringComparison.Ordinal);
    }

    internal static ImageBuildSpec Spec(string tag) => new()
    {
        Tag = tag,
        MemoryBytes = 256 << 20,
        Cpus = 1,
        FileBytes = 64 << 20,
        Timeout = TimeSpan.FromSeconds(50),
    };

    internal static MemoryStream Context(string dockerfile)
    {
        var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, leaveOpen: true))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "Dockerfile")
            {
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes(dockerfile)),
            });
        }

        stream.Position = 0;
        return stream;
    }

    private async Task AssertStepsGoneAsync(IEnumerable<string> output, CancellationToken cancellationToken)
    {
        const string Mark = " ---> Running in ";
        var started = output.Where(line => line.StartsWith(Mark, StringComparison.Ordinal)).Select(line => line[Mark.Length..]).ToList();
        Assert.NotEmpty(started);
        foreach (var container in started)
        {
            Assert.Null(await Engine.FindAsync(container, cancellationToken));
        }
    }
}
