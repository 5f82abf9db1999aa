using System.Text.Json.Nodes;
using SkillHost.Containers;
using SkillHost.Docker.Tests.Calls;
using SkillHost.Docker.Tests.Init;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.Sandboxes;

namespace SkillHost.Docker.Tests.Warm;

/// <summary>Containers that wait, on the real engine.</summary>
[Collection(SharedHost.Name)]
public sealed class PoolTests
{
    private const string Kept = "warm: 2";

    [Fact]
    public async Task Calls_ContainersWait_EachHasOneThatNobodyUsedAndItIsGoneAfterwards()
    {
        await using WarmHost warm = await WarmHost.StartAsync(Kept);
        string[] waited = [.. (await warm.UntilAsync("warm", 2)).Select(container => container.Id)];

        // What one call leaves behind, in files and processes, the next would find.
        InvocationResult first = await warm.RunAsync("ls /tmp; touch /tmp/mark; sleep 600 & disown; echo done");
        InvocationResult second = await warm.RunAsync("ls /tmp; echo done");
        IReadOnlyList<ContainerSummary> after = await warm.UntilAsync("warm", 2);

        Assert.Equal((InvocationStatus.Ok, SandboxKind.Warm, "done\n"), (first.Status, first.Container, first.Stdout));
        Assert.Equal((InvocationStatus.Ok, SandboxKind.Warm, "done\n"), (second.Status, second.Container, second.Stdout));
        Assert.DoesNotContain(after, container => waited.Contains(container.Id));
    }

    [Fact]
    public async Task Call_InAContainerThatHasWaited_HasThePolicyOfACallAndItsDeadline()
    {
        await using WarmHost warm = await WarmHost.StartAsync(Kept);
        await warm.UntilAsync("warm", 2);
        const string posture = "id -u | cut -c1; grep -E 'CapEff|NoNewPrivs|Seccomp:' /proc/self/status; "
            + "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null; "
            + "ls /sys/class/net; touch /x; ulimit -t";

        InvocationResult mine = await warm.RunAsync(posture);
        InvocationResult cold = await warm.RunAsync(posture, new InvocationOptions { Narrowing = new PolicyNarrowing { Cpus = 0.25 } });
        InvocationResult late = await warm.RunAsync("sleep 60");

        Assert.Equal((SandboxKind.Warm, SandboxKind.Cold), (mine.Container, cold.Container));
        Assert.Equal(cold.Stdout, mine.Stdout);
        Assert.Contains("Read-only file system", mine.Stderr, StringComparison.Ordinal);
        Assert.Equal((InvocationStatus.TimedOut, SandboxKind.Warm), (late.Status, late.Container));
    }

    [Fact]
    public async Task Waiting_Containers_UseNoProcessorTime()
    {
        await using WarmHost warm = await WarmHost.StartAsync(Kept);
        IReadOnlyList<ContainerSummary> waiting = await warm.UntilAsync("warm", 2);
        using CancellationTokenSource stop = new();
        Task<InvocationResult> busy = warm.RunAsync("while :; do :; done", cancellationToken: stop.Token);

        Dictionary<string, long> before = await CpuAsync(waiting);
        Dictionary<string, long> after;
        do
        {
            after = await CpuAsync(waiting);
        }
        while (!busy.IsCompleted && after.All(container => container.Value - before[container.Key] < 500_000_000));

        await stop.CancelAsync();
        await busy;

        // One of the two has become the busy call's; the other has waited.
        long[] spent = [.. after.Select(container => container.Value - before[container.Key]).Order()];
        Assert.InRange(spent[0], 0, 2_000_000);
        Assert.InRange(spent[1], 500_000_000, long.MaxValue);
    }

    [Fact]
    public async Task Waiting_ContainersKilledFromOutside_AreReplacedAndCallsGoOn()
    {
        await using WarmHost warm = await WarmHost.StartAsync(Kept);

        for (int i = 0; i < 3; i++)
        {
            foreach (ContainerSummary waiting in await warm.UntilAsync("warm", 2))
            {
                await TryKillAsync(waiting.Id);
            }

            await warm.UntilAsync("warm", 2);
            InvocationResult result = await warm.RunAsync("echo fine");
            Assert.Equal((InvocationStatus.Ok, "fine\n"), (result.Status, result.Stdout));
        }
    }

    [Fact]
    public async Task Calls_ContainersKilledAtRandomUnderLoad_EveryOneEndsOnceAndNothingIsLeft()
    {
        await using WarmHost warm = await WarmHost.StartAsync(Kept);
        using CancellationTokenSource stop = new();
        Task<int> killer = Task.Run(() => KillAtRandomAsync(warm, stop.Token));

        InvocationResult[][] results = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            List<InvocationResult> mine = [];
            for (int i = 0; i < 8; i++)
            {
                mine.Add(await warm.RunAsync("sleep 0.1; echo whole"));
            }

            return mine.ToArray();
        }));
        await stop.CancelAsync();
        int killed = await killer;

        // A kill ends the container's call as unavailable, or as failed where the process went first.
        InvocationResult[] all = [.. results.SelectMany(mine => mine)];
        Assert.Equal(48, all.Select(result => result.InvocationId).Distinct().Count());
        Assert.All(all, result => Assert.Contains(
            result.Status, (InvocationStatus[])[InvocationStatus.Ok, InvocationStatus.Unavailable, InvocationStatus.Failed]));
        Assert.All(all.Where(result => result.IsOk), result => Assert.Equal("whole\n", result.Stdout));
        Assert.True(killed > 0);
        Assert.InRange(all.Count(result => !result.IsOk), 0, killed);
        await warm.UntilAsync("warm", 2);
    }

    private static async Task<int> KillAtRandomAsync(WarmHost warm, CancellationToken stop)
    {
        int killed = 0;
        while (!stop.IsCancellationRequested)
        {
            ContainerSummary[] running = [.. (await warm.ListAsync()).Where(container => container.State == "running")];
            if (running.Length > 0)
            {
                killed += await TryKillAsync(running[Random.Shared.Next(running.Length)].Id) ? 1 : 0;
            }

            await Task.Delay(150, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return killed;
    }

    /// <summary>False where it had ended by itself: the container of a call is still listed for a moment after the call.</summary>
    private static async Task<bool> TryKillAsync(string container)
    {
        try
        {
            await RawEngine.PostAsync($"/v1.41/containers/{container}/kill", null);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static async Task<Dictionary<string, long>> CpuAsync(IEnumerable<ContainerSummary> containers)
    {
        Dictionary<string, long> used = [];
        foreach (ContainerSummary container in containers)
        {
            JsonNode stats = await RawEngine.GetAsync($"/v1.41/containers/{container.Id}/stats?stream=false&one-shot=true");
            used[container.Id] = stats["cpu_stats"]!["cpu_usage"]!["total_usage"]!.GetValue<long>(); // The engine always gives it.
        }

        return used;
    }
}
