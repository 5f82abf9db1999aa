using System.Diagnostics;
using SkillHost.Containers;
using SkillHost.Images;
using SkillHost.Sandboxes;

namespace SkillHost.Docker.Tests.Calls;

/// <summary>Nothing outlives a host, however it ends, and no host touches what is another's.</summary>
public sealed class HostDeathTests(CallFixture fixture) : CallTest(fixture)
{
    private const int Calls = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Kill_HostWithFiveCalls_ContainersEndByThemselvesAndANeighboursDoNot()
    {
        using TemporaryState state = new();
        using ChildProcess victim = await ChildProcess.StartAsync(state.Path, Calls, Settings());
        using ChildProcess neighbour = await ChildProcess.StartAsync(state.Path, 1, Settings());
        IReadOnlyList<ContainerSummary> before = await ListAsync(state);
        string survivor = before.GroupBy(container => container.Labels[SandboxLabels.Owner]).Single(group => group.Count() == 1)
            .Single().Name;

        await victim.KillAsync();
        long killed = Stopwatch.GetTimestamp();
        IReadOnlyList<ContainerSummary> after = await WaitAsync(state, 1, killed);

        Assert.Equal(Calls + 1, before.Count);
        Assert.Equal(survivor, Assert.Single(after).Name);
        Assert.Equal(0, (await neighbour.TerminateAsync()).ExitCode);
        Assert.Empty(await WaitAsync(state, 0, Stopwatch.GetTimestamp()));
    }

    [Fact]
    public async Task Terminate_HostWithFiveCalls_EndsThemWithinItsGraceAndExitsWithZero()
    {
        using TemporaryState state = new();
        using ChildProcess child = await ChildProcess.StartAsync(state.Path, Calls, Settings());

        (int exitCode, string output) = await child.TerminateAsync();

        Assert.Equal(0, exitCode);
        Assert.Equal(string.Join(' ', Enumerable.Repeat("unavailable", Calls)), output.Trim());
        Assert.Empty(await ListAsync(state));
        Assert.Empty(Directory.GetFiles(Path.Combine(state.Path, "hosts")));
    }

    [Fact]
    public async Task Start_AfterAHostWasKilled_SweepsWhatItLeftAndNothingElse()
    {
        using TemporaryState state = new();
        using TemporaryState foreign = new();
        string dead, alive, other, planted;
        using (ChildProcess victim = await ChildProcess.StartAsync(state.Path, 1, Settings()))
        {
            dead = Assert.Single(await ListAsync(state)).Name;
            await victim.KillAsync();
        }

        using ChildProcess neighbour = await ChildProcess.StartAsync(state.Path, 1, Settings());
        using ChildProcess stranger = await ChildProcess.StartAsync(foreign.Path, 1, Settings());
        alive = Assert.Single(await ListAsync(state)).Name;
        other = Assert.Single(await ListAsync(foreign)).Name;
        dead = await PlantAsync(dead[..^1] + "77", dead.Split('-')[1] + "/" + dead.Split('-')[2]);
        planted = await PlantAsync($"skillhost-test-{Guid.NewGuid():n}", dead.Split('-')[1] + "/" + dead.Split('-')[2]);

        await using (RealHost restarted = new(state.Path, Settings()))
        {
            await restarted.StartAsync();
            using CancellationTokenSource deadline = new(Patience);
            while (await Host.Engine.FindAsync(dead, deadline.Token) is not null)
            {
                await Task.Delay(20, deadline.Token);
            }
        }

        Assert.NotNull(await Host.Engine.FindAsync(alive, CancellationToken.None));
        Assert.NotNull(await Host.Engine.FindAsync(other, CancellationToken.None));
        Assert.NotNull(await Host.Engine.FindAsync(planted, CancellationToken.None));
        await Host.Engine.RemoveAsync(planted, CancellationToken.None);
        Assert.Equal(0, (await neighbour.TerminateAsync()).ExitCode);
        Assert.Equal(0, (await stranger.TerminateAsync()).ExitCode);
    }

    private static Dictionary<string, string?> Settings() => new()
    {
        ["SkillHost:Warm:Enabled"] = "false",
        ["SkillHost:Sandboxes:StopGrace"] = "00:00:00.5",
    };

    /// <summary>A container that was created and never started, as when a host dies in between.</summary>
    private async Task<string> PlantAsync(string name, string owner)
    {
        ImageBuildReport image = await Host.Get<IImageBuilder>()
            .GetImageAsync(Host.Function("probe.run").Callable.Skill, CancellationToken.None);
        await Host.Engine.CreateAsync(
            new ContainerSpec
            {
                Name = name,
                ImageId = image.Image!.Id,
                Command = ["/bin/true"],
                UserId = 100_000,
                Labels = new Dictionary<string, string> { [SandboxLabels.Owner] = owner, [SandboxLabels.Kind] = SandboxLabels.CallKind },
                MemoryBytes = 32 << 20,
                Cpus = 0.5,
                Pids = 16,
            },
            CancellationToken.None);
        return name;
    }

    private async Task<IReadOnlyList<ContainerSummary>> WaitAsync(TemporaryState state, int count, long since)
    {
        while (true)
        {
            IReadOnlyList<ContainerSummary> left = await ListAsync(state);
            if (left.Count == count)
            {
                return left;
            }

            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, $"{left.Count} containers left, wanted {count}");
            await Task.Delay(20);
        }
    }

    private async Task<IReadOnlyList<ContainerSummary>> ListAsync(TemporaryState state)
    {
        string id = (await File.ReadAllTextAsync(Path.Combine(state.Path, "id"))).Trim();
        IReadOnlyList<ContainerSummary> all =
            await Host.Engine.ListAsync(new Dictionary<string, string> { [SandboxLabels.Owner] = "" }, CancellationToken.None);
        return [.. all.Where(container => container.Name.StartsWith($"skillhost-{id}-", StringComparison.Ordinal))];
    }
}
