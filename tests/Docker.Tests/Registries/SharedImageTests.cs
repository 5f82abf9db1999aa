using SkillHost.Containers;
using SkillHost.Docker.Tests.Images;
using SkillHost.Images;
using SkillHost.Skills;

namespace SkillHost.Docker.Tests.Registries;

/// <summary>Hosts share images by what is in them, and take from a registry only what is what its name says.</summary>
public sealed class SharedImageTests(SharedRegistry shared) : IClassFixture<SharedRegistry>
{
    private const string Base = "debian:bookworm-slim";

    [SkippableFact]
    public async Task Build_AnotherHostHasPushed_PulledAndNothingBuilt()
    {
        RegistryProcess registry = await shared.GetAsync();
        await using var workshop = new RealWorkshop();
        Skill[] skills = [Runtime(workshop), workshop.Own("own", $"FROM {Base}\nRUN echo own > /own\n")];
        IReadOnlyList<ImageBuildReport> pushed = await BuildAsync(workshop, skills, new() { PushTo = registry.Address });
        await workshop.RemoveImagesAsync();
        int lines = workshop.Lines.Count;

        IReadOnlyList<ImageBuildReport> pulled = await BuildAsync(workshop, skills, new() { PullFrom = registry.Address });

        Assert.All(pushed, r => Assert.Equal(("", ImageBuildOutcome.Built, true, ""), (r.Message, r.Outcome, r.Pushed, r.PushFailure)));
        Assert.All(pulled, r => Assert.Equal(("", ImageBuildOutcome.Pulled, ""), (r.Message, r.Outcome, r.Note)));
        Assert.Equal(pushed.Select(r => (r.Image!.Id, r.Image.Tag)), pulled.Select(r => (r.Image!.Id, r.Image.Tag)));
        Assert.DoesNotContain(workshop.Lines.Skip(lines), l => l.StartsWith("Step ", StringComparison.Ordinal));
        Assert.Equal("echo hello\n", await workshop.RunAsync(pulled[0].Image!, "/bin/cat", "/skill/main.sh"));
        Assert.Equal("own\n", await workshop.RunAsync(pulled[1].Image!, "/bin/cat", "/own"));
        Assert.DoesNotContain(await workshop.TagsAsync(), t => t.StartsWith(registry.Address, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task GetImage_RegistryIsConfigured_PulledForACall()
    {
        RegistryProcess registry = await shared.GetAsync();
        await using var workshop = new RealWorkshop(o => o.Registry = registry.Address);
        Skill skill = workshop.Own("own", $"FROM {Base}\nRUN echo own > /own\n");
        ImageBuildReport first = (await BuildAsync(workshop, [skill], new() { PushTo = registry.Address }))[0];
        await workshop.RemoveImagesAsync();

        ImageBuildReport called = await workshop.Builder.GetImageAsync(skill, CancellationToken.None);

        Assert.Equal((ImageBuildOutcome.Built, ""), (first.Outcome, first.Note));
        Assert.Equal((ImageBuildOutcome.Pulled, first.Image!.Id), (called.Outcome, called.Image?.Id));
    }

    [SkippableFact]
    public async Task Build_RegistryHasOtherImagesUnderTheNames_NoneTakenAndAllBuiltHere()
    {
        (string Change, string Seen)[] forgeries =
        [
            ("LABEL skillhost.image.content=0000", "skillhost.image.content=0000"),
            ("LABEL skillhost.image.init=0000", "skillhost.image.init=0000"),
            ("LABEL skillhost.image.skill=other", "skillhost.image.skill=other"),
            ("LABEL skillhost.deadline=9", "skillhost.deadline"),
            ("VOLUME /data", "the volume /data"),
            ("ONBUILD RUN evil", "ONBUILD"),
            ("WORKDIR /proc/self/fd/8", "/proc/self/fd/8"),
        ];
        RegistryProcess registry = await shared.GetAsync();
        await using var workshop = new RealWorkshop();
        Skill[] skills = [.. forgeries.Select((_, i) => workshop.Own($"own{i}", $"FROM {Base}\nRUN echo own > /own\n"))];
        IReadOnlyList<ImageBuildReport> good = await BuildAsync(workshop, skills, new());
        string[] forged = [.. good.Select(report => $"{registry.Address}/{report.Image!.Tag}")];
        await Task.WhenAll(forgeries.Select(async (forgery, i) =>
        {
            await workshop.BuildRawAsync(forged[i], $"FROM {good[i].Image!.Id}\n{forgery.Change}\n");
            await workshop.Engine.PushImageAsync(forged[i], workshop.Silent, CancellationToken.None);
        }));
        await workshop.RemoveImagesAsync();

        IReadOnlyList<ImageBuildReport> reports = await BuildAsync(workshop, skills, new() { PullFrom = registry.Address });

        Assert.All(reports, report => Assert.Equal(("", ImageBuildOutcome.Built), (report.Message, report.Outcome)));
        Assert.All(reports.Zip(forged), pair => Assert.Contains($"{pair.Second} was not taken", pair.First.Note, StringComparison.Ordinal));
        Assert.All(reports.Zip(forgeries), pair => Assert.Contains(pair.Second.Seen, pair.First.Note, StringComparison.Ordinal));
        Assert.All(await Task.WhenAll(reports.Select(report => workshop.RunAsync(report.Image!, "/bin/cat", "/own"))), said =>
            Assert.Equal("own\n", said));
        Assert.DoesNotContain(await workshop.TagsAsync(), t => t.StartsWith(registry.Address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Build_NoRegistryAnswers_BuiltHereAndSaysSo()
    {
        await using var workshop = new RealWorkshop();
        Skill skill = workshop.Own("own", $"FROM {Base}\nENV A=1\n");
        const string Nobody = "127.0.0.1:1";

        ImageBuildReport report = (await BuildAsync(workshop, [skill], new() { PullFrom = Nobody, PushTo = Nobody }))[0];

        Assert.Equal(ImageBuildOutcome.Built, report.Outcome);
        Assert.Contains("connection refused", report.Note, StringComparison.Ordinal);
        Assert.Contains($"{Nobody} does not have it", report.PushFailure, StringComparison.Ordinal);
        Assert.False(report.Pushed);
    }

    [SkippableFact]
    public async Task Push_RegistryAsksForAUser_LoginOfDockersConfigurationIsGiven()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(withUser: true);
        await using var workshop = new RealWorkshop();
        string name = $"{registry.Address}/{workshop.Name("image")}:1";
        await workshop.BuildRawAsync(name, "FROM scratch\nLABEL a=b\n");
        using DockerEngine known = Login.Engine(registry.Address, $"{RegistryProcess.User}:{RegistryProcess.Password}");
        using DockerEngine wrong = Login.Engine(registry.Address, $"{RegistryProcess.User}:guess");
        using DockerEngine nobody = Login.Engine("another.example", $"{RegistryProcess.User}:{RegistryProcess.Password}");

        EngineException refused = await Assert.ThrowsAsync<EngineException>(() => nobody.PushImageAsync(name, workshop.Silent, default));
        EngineException guessed = await Assert.ThrowsAsync<EngineException>(() => wrong.PushImageAsync(name, workshop.Silent, default));
        await known.PushImageAsync(name, workshop.Silent, default);
        await workshop.RemoveImagesAsync();
        await Assert.ThrowsAsync<EngineException>(() => nobody.PullImageAsync(name, workshop.Silent, default));
        await known.PullImageAsync(name, workshop.Silent, default);

        Assert.Contains("no basic auth credentials", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("guess", guessed.Message, StringComparison.Ordinal);
        Assert.NotNull(await known.FindImageAsync(name, default));
    }

    private static Skill Runtime(RealWorkshop workshop)
    {
        string parent = workshop.Name("base");
        string runtime = workshop.Name("sh");
        workshop.Write($"images/{parent}/Dockerfile", $"FROM {Base}\nRUN echo > /base\n");
        workshop.Write($"images/{runtime}/Dockerfile", $"FROM skillhost/{parent}\nENV APP=1\n");
        return workshop.OnRuntime("hello", runtime);
    }

    private static Task<IReadOnlyList<ImageBuildReport>> BuildAsync(RealWorkshop workshop, Skill[] skills, ImageBuildRequest request) =>
        workshop.Builder.BuildAsync(skills, request, workshop, CancellationToken.None);
}
