using SkillHost.Containers;
using SkillHost.Invocations;
using SkillHost.Sandboxes;

namespace SkillHost.Docker.Tests.Calls;

/// <summary>However many call at once, each gets a result, and all together stay within their budget.</summary>
public sealed class AdmissionTests(CallFixture fixture) : CallTest(fixture)
{
    private const string Groups = "/sys/fs/cgroup/pids/skillhost-calls";

    [Fact]
    public async Task Call_FiveHundredAtOnce_AreFiveHundredResultsAndNothingIsLeft()
    {
        using TemporaryState state = new();
        await using RealHost host = new(state.Path, new Dictionary<string, string?>(Fixture.Settings())
        {
            ["SkillHost:Sandboxes:MaxConcurrentCalls"] = "6",
            ["SkillHost:Sandboxes:QueueLength"] = "10",
            ["SkillHost:Sandboxes:QueueTimeout"] = "00:01:00",
            ["SkillHost:Sandboxes:CpuBudget"] = "4",
        });
        await host.LoadAsync("probe");

        InvocationResult[] results = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => host.ShellAsync("echo here")));

        InvocationResult[] ok = [.. results.Where(result => result.IsOk)];
        Assert.Equal(500, results.Length);
        Assert.All(results, result => Assert.True(result.Status is InvocationStatus.Ok or InvocationStatus.Busy, result.Error));
        Assert.All(results.Except(ok), result => Assert.InRange(result.RetryAfterMs ?? 0, 1000, 60_000));
        Assert.All(ok, result => Assert.Equal("here\n", result.Stdout));
        Assert.True(ok.Length >= 10, $"only {ok.Length} ran");
        string owner = $"skillhost-{(await File.ReadAllTextAsync(Path.Combine(state.Path, "id"))).Trim()}-";
        await host.DisposeAsync();
        IReadOnlyList<ContainerSummary> left = await Host.Engine.ListAsync(
            new Dictionary<string, string> { [SandboxLabels.Owner] = "" }, CancellationToken.None);
        Assert.DoesNotContain(left, container => container.Name.StartsWith(owner, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Group_AboveAllCalls_HoldsTheirTotalAndGoesWithTheHost()
    {
        Skip.IfNot(
            Environment.IsPrivilegedProcess && File.Exists("/sys/fs/cgroup/pids/cgroup.procs"), "needs root and cgroup 1");
        using TemporaryState state = new();
        RealHost host = new(state.Path, new Dictionary<string, string?>(Fixture.Settings())
        {
            ["SkillHost:Sandboxes:PidsBudget"] = "64",
            ["SkillHost:Sandboxes:MemoryBudgetBytes"] = $"{300 << 20}",
        });
        string[] before = Directory.Exists(Groups) ? Directory.GetDirectories(Groups) : [];
        try
        {
            await host.LoadAsync("probe");
            const string Hold = "for i in $(seq 40); do sleep 4 & done; wait";

            InvocationResult alone = await host.ShellAsync(Hold);
            Task<InvocationResult>[] together = [host.ShellAsync(Hold), host.ShellAsync(Hold)];
            InvocationResult[] both = await Task.WhenAll(together);

            // Each call's own limit would let it: what stops one is what both have together.
            Assert.Equal(InvocationStatus.Ok, alone.Status);
            Assert.Contains(both, result => result.Stderr.Contains("fork", StringComparison.Ordinal));
            string own = Assert.Single(Directory.GetDirectories(Groups).Except(before), IsOfThisProcess);
            Assert.Equal("64", (await File.ReadAllTextAsync(Path.Combine(own, "pids.max"))).Trim());
            string memory = own.Replace("/pids/", "/memory/", StringComparison.Ordinal);
            Assert.Equal($"{300 << 20}", (await File.ReadAllTextAsync(Path.Combine(memory, "memory.limit_in_bytes"))).Trim());
        }
        finally
        {
            await host.DisposeAsync();
        }

        Assert.DoesNotContain(Directory.GetDirectories(Groups).Except(before), IsOfThisProcess);
    }

    private static bool IsOfThisProcess(string folder) =>
        Path.GetFileName(folder).StartsWith($"{Environment.ProcessId}-", StringComparison.Ordinal);
}
