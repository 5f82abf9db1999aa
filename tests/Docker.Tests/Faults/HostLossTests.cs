using SkillHost.Audit;
using SkillHost.Containers;
using SkillHost.Docker.Tests.Calls;
using SkillHost.Images;
using SkillHost.Sandboxes;

namespace SkillHost.Docker.Tests.Faults;

/// <summary>A host that dies or is ended while its pools are full leaves nothing, and takes nothing of another's with it.</summary>
[Collection(FaultHosts.Name)]
public sealed class HostLossTests
{
    private const int Calls = 5;

    [Fact]
    public async Task Kill_HostWithFiveCallsAndFullPools_NothingIsLeftCallsAreLostAndOthersPoolsUntouched()
    {
        await using FullHost stranger = await FullHost.StartAsync();
        IReadOnlyList<string> strangers = await stranger.UntilFullAsync();
        using TemporaryState state = new();
        using ChildProcess victim = await ChildProcess.StartAsync(state.Path, Calls, Settings());
        string owner = Assert.Single((await UntilAsync(state, Calls + FullHost.Full)).Select(OwnerOf).Distinct());
        using ChildProcess neighbour = await ChildProcess.StartAsync(state.Path, 1, Settings());
        string[] neighbours = [.. (await UntilAsync(state, Calls + FullHost.Full + 1 + FullHost.Full))
            .Where(container => OwnerOf(container) != owner).Select(container => container.Id)];

        await victim.KillAsync();
        string planted = await PlantAsync(stranger, owner);
        await using (RealHost restarted = new(state.Path, new Dictionary<string, string?>(FullHost.Settings())
        {
            ["SkillHost:Warm:Enabled"] = "false",
        }))
        {
            await restarted.StartAsync();
            IReadOnlyList<ContainerSummary> left = await UntilAsync(state, neighbours.Length);

            Assert.Equal(neighbours.Order(), left.Select(container => container.Id).Order());
            Assert.DoesNotContain(left, container => container.Name == planted);
            Assert.Equal(strangers.Order(), (await stranger.ListAsync()).Select(container => container.Id).Order());
            Assert.Equal(Enumerable.Repeat(AuditRecord.Lost, Calls), Outcomes(state));
        }

        Assert.Equal(0, (await neighbour.TerminateAsync()).ExitCode);
        await UntilAsync(state, 0);
    }

    [Fact]
    public async Task Terminate_HostWithFiveCallsAndFullPools_EndsThemAndExitsWithZero()
    {
        using TemporaryState state = new();
        using ChildProcess child = await ChildProcess.StartAsync(state.Path, Calls, Settings());
        await UntilAsync(state, Calls + FullHost.Full);

        (int exitCode, string output) = await child.TerminateAsync();

        Assert.Equal(0, exitCode);
        Assert.Equal(Enumerable.Repeat("unavailable", Calls), output.Trim().Split(' '));
        Assert.Equal(Enumerable.Repeat("unavailable", Calls), Outcomes(state));
        await UntilAsync(state, 0);
    }

    [Fact]
    public async Task Calls_ManyInWaitingContainers_LeaveNoDescriptorsAndNoThreads()
    {
        using TemporaryState state = new();
        using ChildProcess child = await ChildProcess.StartAsync(state.Path, 30, new Dictionary<string, string?>(Settings())
        {
            [ChildHost.TaskKey] = ChildTasks.Soak,
        });

        int[] before = Numbers(await child.ReadLineAsync());
        int[] after = Numbers(await child.ReadLineAsync());

        Assert.Equal((0, 0), (before[0], after[0]));

        // One call more or less is under way at that instant; thirty that each left one would show.
        Assert.InRange(after[1], 1, before[1] + 12);
        Assert.InRange(after[2], 1, before[2] + 10);
        Assert.Equal(0, (await child.TerminateAsync()).ExitCode);
        await UntilAsync(state, 0);
    }

    private static Dictionary<string, string?> Settings() => new(FullHost.Settings())
    {
        ["SkillHost:Sandboxes:StopGrace"] = "00:00:00.5",
        [ChildHost.FunctionKey] = string.Join(',', FullHost.Runners),
    };

    private static int[] Numbers(string? line) => [.. (line ?? "").Split(' ').Select(number => int.Parse(number, null))];

    private static string OwnerOf(ContainerSummary container) => container.Labels[SandboxLabels.Owner];

    private static IEnumerable<string> Outcomes(TemporaryState state) =>
        new AuditReader(Path.Combine(state.Path, "audit")).Read().Select(entry => entry.Record.Outcome);

    /// <summary>A container that was to wait and was not started before its host died.</summary>
    private static async Task<string> PlantAsync(FullHost host, string owner)
    {
        ImageBuildReport image = await host.Host.Get<IImageBuilder>()
            .GetImageAsync(host.Host.Function(FullHost.Runners[0]).Callable.Skill, CancellationToken.None);
        string name = $"skillhost-{owner.Replace('/', '-')}-999";
        await host.Engine.CreateAsync(
            new ContainerSpec
            {
                Name = name,
                ImageId = image.Image!.Id,
                Command = ["/bin/true"],
                UserId = 100_000,
                Labels = new Dictionary<string, string>
                {
                    [SandboxLabels.Owner] = owner,
                    [SandboxLabels.Kind] = SandboxLabels.KindOf(SandboxKind.Warm),
                },
                MemoryBytes = 32 << 20,
                Cpus = 0.5,
                Pids = 16,
            },
            CancellationToken.None);
        return name;
    }

    /// <summary>Waits until hosts with this state have so many containers, and gives them.</summary>
    private static async Task<IReadOnlyList<ContainerSummary>> UntilAsync(TemporaryState state, int count)
    {
        using DockerEngine engine = DockerEngine.Create();
        string id = (await File.ReadAllTextAsync(Path.Combine(state.Path, "id"))).Trim();
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(30));
        while (true)
        {
            ContainerSummary[] there =
            [
                .. (await engine.ListAsync(new Dictionary<string, string> { [SandboxLabels.Owner] = "" }, deadline.Token))
                    .Where(container => container.Name.StartsWith($"skillhost-{id}-", StringComparison.Ordinal)),
            ];
            if (there.Length == count)
            {
                return there;
            }

            await Task.Delay(20, deadline.Token);
        }
    }
}
