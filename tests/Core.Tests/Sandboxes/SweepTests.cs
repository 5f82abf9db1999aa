using SkillHost.Containers;
using SkillHost.Core.Tests.Fakes;
using SkillHost.Sandboxes;

namespace SkillHost.Core.Tests.Sandboxes;

/// <summary>The sweep removes what dead hosts of this state folder left, and nothing else whatever its labels say.</summary>
public sealed class SweepTests
{
    private const string NoHost = "00000000000000aa";

    [Fact]
    public async Task Sweep_DeadHostsContainer_Removed()
    {
        await using CallHost host = new();
        string state = await StateOfAsync(host);
        FakeContainer left = host.Engine.Plant(Spec($"skillhost-{state}-{NoHost}-7", $"{state}/{NoHost}"));

        int removed = await host.Get<ISweeper>().SweepAsync(CancellationToken.None);

        Assert.Equal(1, removed);
        Assert.DoesNotContain(left, host.Engine.Containers);
    }

    [Theory]
    [InlineData("skillhost-ffffffffffffffff-{1}-7", "ffffffffffffffff/{1}")]
    [InlineData("somebodys-database", "{0}/{1}")]
    [InlineData("skillhost-{0}-{1}-x", "{0}/{1}")]
    [InlineData("skillhost-{0}-{1}-7", "ffffffffffffffff/{1}")]
    [InlineData("skillhost-{0}-../{1}-7", "{0}/../{1}")]
    public async Task Sweep_NotOursByNameOrLabel_Untouched(string name, string owner)
    {
        await using CallHost host = new();
        string state = await StateOfAsync(host);
        FakeContainer other = host.Engine.Plant(Spec(Filled(name, state), Filled(owner, state)));

        int removed = await host.Get<ISweeper>().SweepAsync(CancellationToken.None);

        Assert.Equal(0, removed);
        Assert.Contains(other, host.Engine.Containers);
    }

    [Fact]
    public async Task Sweep_LivingNeighbourOfTheSameFolder_UntouchedUntilItDies()
    {
        using TempFolder state = new();
        FakeContainerEngine engine = new();
        await using CallHost host = new(state: state.Path, engine: engine);
        CallHost neighbour = new(state: state.Path, engine: engine);
        await neighbour.CallAsync();
        ContainerSpec spec = engine.Made.Last().Spec;
        engine.Plant(spec with { Name = spec.Name[..^1] + "99" });

        int whileAlive = await host.Get<ISweeper>().SweepAsync(CancellationToken.None);
        await neighbour.DisposeAsync();
        int afterwards = await host.Get<ISweeper>().SweepAsync(CancellationToken.None);

        Assert.Equal(0, whileAlive);
        Assert.Equal(1, afterwards);
    }

    [Fact]
    public async Task Sweep_OwnCallUnderWay_UntouchedAndForgottenOnesRemoved()
    {
        await using CallHost host = new();
        TaskCompletionSource running = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Engine.Program = async _ =>
        {
            running.TrySetResult();
            await release.Task;
            return FakeProcess.Exit(0);
        };
        Task<SkillHost.Invocations.InvocationResult> call = host.CallAsync();
        await running.Task;
        ContainerSpec spec = host.Engine.Made.Single().Spec;
        FakeContainer forgotten = host.Engine.Plant(spec with { Name = spec.Name + "5" });

        await host.Get<ISweeper>().SweepAsync(CancellationToken.None);
        bool callsOwnIsThere = host.Engine.Containers.Contains(host.Engine.Made.Single());
        release.SetResult();
        await call;

        Assert.True(callsOwnIsThere);
        Assert.DoesNotContain(forgotten, host.Engine.Containers);
    }

    [Fact]
    public async Task Sweep_GoesOn_AtItsIntervalAndAfterAFault()
    {
        using TempFolder folder = new();
        const string state = "0123456789abcdef";
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "id"), state);
        await using CallHost host = new(state: folder.Path);
        int lists = 0;
        TaskCompletionSource failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource removed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Engine.Before = (name, _) =>
        {
            if (name == "list" && Interlocked.Increment(ref lists) == 1)
            {
                failed.TrySetResult();
                throw new EngineException(EngineFailure.Unreachable, "no engine");
            }

            if (name == "remove")
            {
                removed.TrySetResult();
            }

            return Task.CompletedTask;
        };

        await host.StartAsync();
        await failed.Task;
        host.Engine.Plant(Spec($"skillhost-{state}-{NoHost}-7", $"{state}/{NoHost}"));
        await host.Time.WaitForTimerAsync(TimeSpan.FromMinutes(1));
        host.Time.Advance(TimeSpan.FromMinutes(1));

        await removed.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(2, lists);
    }

    [Fact]
    public async Task State_OfTwoHosts_OneIdTwoLocksAndNothingAfterwards()
    {
        using TempFolder state = new();
        CallHost one = new(state: state.Path);
        CallHost two = new(state: state.Path);

        string[] ids = [await StateOfAsync(one), await StateOfAsync(two)];
        int locks = Directory.GetFiles(Path.Combine(state.Path, "hosts")).Length;
        await one.DisposeAsync();
        await two.DisposeAsync();

        Assert.Equal(ids[0], ids[1]);
        Assert.Equal(2, locks);
        Assert.Empty(Directory.GetFiles(Path.Combine(state.Path, "hosts")));
        Assert.Equal(ids[0], (await File.ReadAllTextAsync(Path.Combine(state.Path, "id"))).Trim());
    }

    [Fact]
    public async Task State_LockOfADeadHost_IsTidiedAwayAndAHeldOneIsNot()
    {
        using TempFolder state = new();
        await using CallHost host = new(state: state.Path);
        await StateOfAsync(host);
        string hosts = Path.Combine(state.Path, "hosts");
        string dead = Path.Combine(hosts, NoHost + ".lock");
        string held = Path.Combine(hosts, "00000000000000bb.lock");
        await File.WriteAllTextAsync(dead, "");
        await using FileStream holder = new(held, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);

        await host.Get<ISweeper>().SweepAsync(CancellationToken.None);

        Assert.False(File.Exists(dead));
        Assert.True(File.Exists(held));
    }

    private static string Filled(string text, string state) =>
        text.Replace("{0}", state, StringComparison.Ordinal).Replace("{1}", NoHost, StringComparison.Ordinal);

    /// <summary>The id of a host's state folder, as its containers' names tell it.</summary>
    private static async Task<string> StateOfAsync(CallHost host)
    {
        await host.CallAsync();
        string name = host.Engine.Made.Last().Spec.Name;
        while (host.Engine.Containers.Any(container => container.Spec.Name == name))
        {
            await Task.Yield();
        }

        return name.Split('-')[1];
    }

    private static ContainerSpec Spec(string name, string owner) => new()
    {
        Name = name,
        ImageId = "sha256:0",
        Command = ["x"],
        UserId = 100_000,
        Labels = new Dictionary<string, string> { [SandboxLabels.Owner] = owner, [SandboxLabels.Kind] = SandboxLabels.CallKind },
        MemoryBytes = 1,
        Cpus = 1,
        Pids = 1,
    };
}
