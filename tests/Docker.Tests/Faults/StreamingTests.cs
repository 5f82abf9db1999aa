using System.Collections.Concurrent;
using SkillHost.Docker.Tests.Calls;
using SkillHost.Invocations;
using SkillHost.Policies;

namespace SkillHost.Docker.Tests.Faults;

/// <summary>Output reaches a caller while it is written, however much there is, and never piles up on the host.</summary>
[Collection(FaultHosts.Name)]
public sealed class StreamingTests
{
    private const int Heap = 80 << 20;
    private const int MiB = 128;

    [Fact]
    public async Task FloodOutput_MoreThanTheHeapHolds_TheCallerHearsAllOfIt()
    {
        using TemporaryState state = new();
        Dictionary<string, string?> settings = FullHost.Settings();
        settings["SkillHost:Warm:Enabled"] = "false";
        settings[ChildHost.TaskKey] = ChildTasks.Flood;
        settings[ChildHost.FunctionKey] = string.Join(',', FullHost.Runners);

        using ChildProcess child = await ChildProcess.StartAsync(state.Path, MiB, settings, Heap);
        string? told = await child.ReadLineAsync();

        string each = $"ok {MiB << 20} {MiB << 20}";
        Assert.Equal($"{each}, {each}, heap {Heap}", told);
        Assert.Equal(0, (await child.TerminateAsync()).ExitCode);
        await FullHost.AssertNothingLeftAsync((await File.ReadAllTextAsync(Path.Combine(state.Path, "id"))).Trim());
    }

    [Fact]
    public async Task FloodOutput_TheCallerStopsListening_TheFunctionWaitsAndLittleIsRead()
    {
        await using FullHost full = await FullHost.StartAsync();
        TaskCompletionSource never = new();
        InvocationOptions options = new()
        {
            AllOutput = true,
            Narrowing = new PolicyNarrowing { Timeout = TimeSpan.FromSeconds(2) },
            OnEvent = async (_, _) => await never.Task,
        };

        InvocationResult[] results =
            await Task.WhenAll(FullHost.Runners.Select(runner => full.RunAsync(runner, "head -c 64M /dev/zero", options)));

        Assert.All(results, result => Assert.Equal(InvocationStatus.TimedOut, result.Status));

        // A window of 1 MiB, and the piece that the caller holds: its room is free again before it is told.
        Assert.All(results, result => Assert.InRange(result.StdoutBytes + result.StderrBytes, 1, 2 << 20));
    }

    [Fact]
    public async Task Tell_ByLogProgressAndPrint_ArrivesWhileTheServersCallRuns()
    {
        await using FullHost full = await FullHost.StartAsync();
        using CancellationTokenSource stop = new();
        ConcurrentQueue<InvocationEvent> events = new();
        InvocationOptions options = new()
        {
            OnEvent = async (e, _) =>
            {
                events.Enqueue(e);
                string text = string.Concat(events.OfType<OutputEvent>().Select(output => output.Text));
                if (events.OfType<ProgressEvent>().Any() && text.Contains("logged", StringComparison.Ordinal)
                    && text.Contains("printed", StringComparison.Ordinal))
                {
                    await stop.CancelAsync();
                }
            },
        };

        InvocationResult result = await full.Host.CallAsync("full-server.tells", """{"seconds":50}""", options, stop.Token);

        // Only what arrived while it ran could end it so.
        Assert.Equal(InvocationStatus.Cancelled, result.Status);
        Assert.Equal(new ProgressEvent(1, 2, "half"), Assert.Single(events.OfType<ProgressEvent>()));
        Assert.All(events.OfType<OutputEvent>(), output => Assert.Equal("stderr", output.Stream));
    }
}
