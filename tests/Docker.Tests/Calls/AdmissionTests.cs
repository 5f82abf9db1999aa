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
        await AssertNoneAsync(owner);
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
        string own = "";
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
            own = Assert.Single(
                Directory.GetDirectories(Groups).Except(before), group => IsOfThisProcess(group) && MostPids(group) == "64");
            string memory = own.Replace("/pids/", "/memory/", StringComparison.Ordinal);
            Assert.Equal($"{300 << 20}", (await File.ReadAllTextAsync(Path.Combine(memory, "memory.limit_in_bytes"))).Trim());
        }
        finally
        {
            await host.DisposeAsync();
        }

        Assert.False(Directory.Exists(own));
    }

    // Other tests' hosts, in this process too, have groups of their own, which come and go.
    private static string MostPids(string group)
    {
        try
        {
            return File.ReadAllText(Path.Combine(group, "pids.max")).Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }

    // The engine removes an ended container by itself, and lists it until it is done.
    private async Task AssertNoneAsync(string owner)
    {
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(20));
        Dictionary<string, string> ours = new() { [SandboxLabels.Owner] = "" };
        while ((await Host.Engine.ListAsync(ours, deadline.Token)).Any(c => c.Name.StartsWith(owner, StringComparison.Ordinal)))
        {
            await Task.Delay(20, deadline.Token);
        }
    }

    private static bool IsOfThisProcess(string folder) =>
        Path.GetFileName(folder).StartsWith($"{Environment.ProcessId}-", StringComparison.Ordinal);
}
