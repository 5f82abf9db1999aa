using System.Collections.Concurrent;
using System.Globalization;
using SkillHost.Audit;
using SkillHost.Containers;
using SkillHost.Invocations;
using SkillHost.Sandboxes;

namespace SkillHost.Docker.Tests.Faults;

/// <summary>What happens to calls, and to containers that wait for calls, when something goes wrong while pools are full.</summary>
[Collection(FaultHosts.Name)]
public sealed class PoolFaultTests
{
    private static readonly InvocationStatus[] CancelledOrOk = [InvocationStatus.Cancelled, InvocationStatus.Ok];

    private static int Repeat { get; } = int.TryParse(
        Environment.GetEnvironmentVariable("SKILLHOST_TEST_REPEAT"), CultureInfo.InvariantCulture, out int repeat) ? repeat : 50;

    [Fact]
    public async Task Cancel_AtAnyInstant_CancelledOrOkAndPoolsAreFullAgain()
    {
        await using FullHost full = await FullHost.StartAsync();
        Random chance = new(23);
        (TimeSpan Delay, string Function)[] calls =
            [.. Enumerable.Range(0, Repeat).Select(i => (TimeSpan.FromMilliseconds(chance.Next(300)), FullHost.Runners[i % 2]))];
        ConcurrentQueue<InvocationResult> results = new();

        await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (call, _) =>
        {
            using CancellationTokenSource cancel = new(call.Delay);
            results.Enqueue(await full.RunAsync(call.Function, "sleep 0.3", cancellationToken: cancel.Token));
        });

        Assert.Equal(Repeat, results.Select(result => result.InvocationId).Distinct().Count());
        Assert.All(results, result => Assert.True(CancelledOrOk.Contains(result.Status), $"{result.Status}: {result.Error}"));
        Assert.Contains(results, result => result is { Status: InvocationStatus.Cancelled, Container: SandboxKind.Warm });
        await full.UntilFullAsync();
    }

    [Fact]
    public async Task Cancel_InContainersThatHadWaited_TheirProcessesAreGone()
    {
        await using FullHost full = await FullHost.StartAsync();
        using CancellationTokenSource cancel = new();
        string mark = $"777.{Random.Shared.Next(100_000_000, 999_999_999)}";
        Task<InvocationResult>[] calls =
            [.. await Task.WhenAll(FullHost.Runners.Select(runner => full.BeginAsync(runner, $"sleep {mark}", cancel.Token)))];
        using CancellationTokenSource deadline = new(TimeSpan.FromSeconds(9));
        while (Processes(mark) < calls.Length)
        {
            await Task.Delay(20, deadline.Token);
        }

        await cancel.CancelAsync();
        InvocationResult[] results = await Task.WhenAll(calls);
        await full.UntilFullAsync();

        Assert.All(results, result => Assert.Equal(
            (InvocationStatus.Cancelled, SandboxKind.Warm), (result.Status, result.Container)));
        Assert.Equal(0, Processes(mark));
    }

    [Fact]
    public async Task Remove_ContainersThatWaitAndThatServe_CallsAreUnavailableAndPoolsFillAgain()
    {
        await using FullHost full = await FullHost.StartAsync();
        Task<InvocationResult>[] calls =
            [.. await Task.WhenAll(FullHost.Runners.Select(runner => full.BeginAsync(runner, "sleep 9")))];
        IReadOnlyList<ContainerSummary> there = await full.UntilRunningAsync(FullHost.Full + calls.Length);

        await Task.WhenAll(there.Select(container => full.TryRemoveAsync(container.Id)));
        InvocationResult[] results = await Task.WhenAll(calls);
        IReadOnlyList<string> waiting = await full.UntilFullAsync();
        InvocationResult[] after = await Task.WhenAll(FullHost.Runners.Select(runner => full.RunAsync(runner, "true")));

        Assert.All(results, result => Assert.Equal(InvocationStatus.Unavailable, result.Status));
        Assert.All(results, result => Assert.DoesNotContain(
            there, container => result.Error!.Contains(container.Name, StringComparison.Ordinal)));
        Assert.DoesNotContain(waiting, id => there.Any(container => container.Id == id));
        Assert.All(after, result => Assert.Equal((InvocationStatus.Ok, SandboxKind.Warm), (result.Status, result.Container)));
    }

    [Fact]
    public async Task EndAtOnceOrReadBadly_InContainersThatHadWaited_NeverHangNorLoseOutput()
    {
        await using FullHost full = await FullHost.StartAsync();
        string large = $$"""{"a":"{{new string('x', 1_000_000)}}"}""";
        ConcurrentQueue<(string Function, InvocationResult Result)> ended = new();

        await Parallel.ForAsync(0, Repeat, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (i, stop) =>
        {
            string function = (i % 4) switch { 0 => "exits", 1 => "closes", 2 => "half", _ => "echo" };
            ended.Enqueue((function, await full.Host.CallAsync(
                $"full-command.{function}", function == "echo" ? $$"""{"i":{{i}}}""" : large, cancellationToken: stop)));
        });

        Assert.All(ended, call => Assert.True(call.Result.IsOk, $"{call.Function}: {call.Result.Error}"));
        Assert.All(ended, call => Assert.Matches(
            call.Function switch { "exits" => "^$", "closes" => "^closed\n$", "half" => "^1000\n$", _ => @"^\{""i"":\d+\}$" },
            call.Result.Stdout));
        Assert.Contains(ended, call => call.Result.Container == SandboxKind.Warm);
    }

    [Fact]
    public async Task MakeZombies_InContainersThatHadWaited_AllReaped()
    {
        await using FullHost full = await FullHost.StartAsync();
        const string Script =
            "for i in $(seq 50); do (sleep 0 &); done; sleep 0.5; cat /proc/[0-9]*/stat | awk '$3==\"Z\"' | wc -l >&2";

        InvocationResult[] results = await Task.WhenAll(FullHost.Runners.Select(runner => full.RunAsync(runner, Script)));

        Assert.All(results, result => Assert.Equal(
            (InvocationStatus.Ok, SandboxKind.Warm, "0"), (result.Status, result.Container, result.Stderr.Trim())));
    }

    [Fact]
    public async Task Audit_CannotBeWritten_CallsAreRefusedAndWhatWaitsStaysUnused()
    {
        await using FullHost full = await FullHost.StartAsync();
        IReadOnlyList<string> waiting = await full.UntilFullAsync();
        AuditOptions audit = full.Host.Get<Microsoft.Extensions.Options.IOptions<AuditOptions>>().Value;
        Task<InvocationResult> under = await full.BeginAsync(FullHost.Runners[1], "sleep 1");

        audit.MinimumFreeBytes = long.MaxValue;
        InvocationResult[] refused = await Task.WhenAll(FullHost.Runners.Select(runner => full.RunAsync(runner, "true")));
        InvocationResult withheld = await under;
        audit.MinimumFreeBytes = 0;
        IReadOnlyList<string> after = await full.UntilFullAsync();
        InvocationResult[] served = await Task.WhenAll(FullHost.Runners.Select(runner => full.RunAsync(runner, "true")));

        Assert.All(refused, result => Assert.Equal(InvocationStatus.Unavailable, result.Status));
        Assert.Equal((InvocationStatus.Unavailable, ""), (withheld.Status, withheld.Stderr));
        Assert.Equal(3, after.Intersect(waiting).Count());
        Assert.All(served, result => Assert.Equal((InvocationStatus.Ok, SandboxKind.Warm), (result.Status, result.Container)));
    }

    private static int Processes(string mark) => Directory.GetDirectories("/proc").Count(process =>
    {
        try
        {
            return char.IsDigit(Path.GetFileName(process)[0])
                && File.ReadAllText(Path.Combine(process, "cmdline")) == $"sleep\0{mark}\0";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });
}
