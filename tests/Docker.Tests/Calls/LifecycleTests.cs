using System.Globalization;
using SkillHost.Containers;
using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Calls;

/// <summary>Calls that are cancelled, end at once, or read badly; many of each.</summary>
public sealed class LifecycleTests(CallFixture fixture) : CallTest(fixture)
{
    /// <summary>Set to repeat the tests of races more often, such as 500.</summary>
    private const string RepeatVariable = "SKILLHOST_TEST_REPEAT";

    private static int Repeat { get; } =
        int.TryParse(Environment.GetEnvironmentVariable(RepeatVariable), CultureInfo.InvariantCulture, out int repeat) ? repeat : 50;

    [Fact]
    public async Task Cancel_AtAnyInstant_CancelledOrOkAndNothingLeft()
    {
        Random chance = new(17);
        TimeSpan[] delays = [.. Enumerable.Range(0, Repeat).Select(_ => TimeSpan.FromMilliseconds(chance.Next(300)))];
        List<InvocationResult> results = [];

        await Parallel.ForEachAsync(delays, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (delay, _) =>
        {
            using CancellationTokenSource cancel = new(delay);
            InvocationResult result = await Host.CallAsync("echo.arguments", "{}", cancellationToken: cancel.Token);
            lock (results)
            {
                results.Add(result);
            }
        });

        Assert.Equal(Repeat, results.Count);
        Assert.All(results, result => Assert.True(result.Status is InvocationStatus.Cancelled or InvocationStatus.Ok, result.Error));
        Assert.Contains(results, result => result.Status == InvocationStatus.Cancelled);
    }

    [Fact]
    public async Task EndAtOnce_ManyTimes_NeverHangsNorLosesOutput()
    {
        InvocationResult[] results = new InvocationResult[Repeat * 2];

        await Parallel.ForAsync(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, stop) =>
            results[i] = await Host.CallAsync(i % 2 == 0 ? "reader.exits" : "echo.arguments", """{"i":1}""", cancellationToken: stop));

        Assert.All(results, result => Assert.Equal(InvocationStatus.Ok, result.Status));
        Assert.All(results.Where((_, i) => i % 2 == 1), result => Assert.Equal("""{"i":1}""", result.Stdout));
    }

    [Fact]
    public async Task ReadBadly_NeverAtAllPartlyOrClosed_NeitherHangsNorFails()
    {
        string large = $$"""{"a":"{{new string('x', 1_000_000)}}"}""";

        InvocationResult[] results = await Task.WhenAll(
            new[] { "never", "exits", "closes", "half" }.Select(function => Host.CallAsync($"reader.{function}", large)));

        Assert.Equal(
            [InvocationStatus.TimedOut, InvocationStatus.Ok, InvocationStatus.Ok, InvocationStatus.Ok],
            results.Select(result => result.Status));
        Assert.Equal("closed\n", results[2].Stdout);
        Assert.Equal("1000\n", results[3].Stdout);
    }

    [Fact]
    public async Task MakeZombies_Fifty_AllReaped()
    {
        InvocationResult result = await Host.ShellAsync(
            "for ((i=0;i<50;i++)); do (sleep 0 &); done; sleep 1; cat /proc/[0-9]*/stat | awk '$3==\"Z\"' | wc -l");

        Assert.Equal("0\n", result.Stdout);
    }

    [Fact]
    public async Task LeaveChildrenBehind_WhenTheFunctionEnds_NoneKeepsTheCallOpen()
    {
        InvocationResult result = await Host.ShellAsync("(setsid sleep 1000 &); sleep 1000 & echo done");

        Assert.Equal(InvocationStatus.Ok, result.Status);
        Assert.Equal("done\n", result.Stdout);
    }

    [Theory]
    [InlineData("absent-program.start")]
    [InlineData("absent-program.folder")]
    public async Task StartWhatCannotStart_MissingOrAFolder_FailedWithReason(string function)
    {
        InvocationResult result = await Host.CallAsync(function, "{}");

        Assert.Equal(InvocationStatus.Failed, result.Status);
        Assert.Null(result.ExitCode);
        Assert.NotEmpty(result.Error ?? "");
    }

    [Fact]
    public async Task RemoveTheContainer_WhileACallRuns_UnavailableSoon()
    {
        TaskCompletionSource running = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<InvocationResult> call = Host.ShellAsync("echo here; sleep 9", options: new InvocationOptions
        {
            OnEvent = (_, _) =>
            {
                running.TrySetResult();
                return ValueTask.CompletedTask;
            },
        });
        await running.Task;
        ContainerSummary container = Assert.Single(await Fixture.OwnContainersAsync());

        await Host.Engine.RemoveAsync(container.Id, CancellationToken.None);
        InvocationResult result = await call;

        Assert.Equal(InvocationStatus.Unavailable, result.Status);
        Assert.Equal("here\n", result.Stdout);
        Assert.DoesNotContain(container.Id[..12], result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(container.Name, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Measure_CpuAndMemory_AsTheKernelCounts()
    {
        InvocationResult[] results = await Task.WhenAll(
            Host.PythonAsync("b = bytearray(40 << 20); print(len(b))"),
            Host.PythonAsync("import time\nt = time.process_time()\nwhile time.process_time() - t < 0.4: pass"));

        Assert.InRange(results[0].Usage.PeakMemoryBytes ?? 0, 40 << 20, 128 << 20);
        Assert.InRange(results[1].Usage.CpuMs ?? 0, 400, 2000);
        Assert.All(results, result => Assert.Equal("none", result.Network.Mode));
    }
}
