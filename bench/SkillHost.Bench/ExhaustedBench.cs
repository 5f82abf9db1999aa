using System.Diagnostics;
using SkillHost.Functions;

namespace SkillHost.Bench;

/// <summary>What is left when calls come faster than containers can be made, against making containers and nothing else.</summary>
internal static class ExhaustedBench
{
    private const int Rounds = 3;

    // Long enough that what is still removed when a round begins, and made for the next call when it ends, does not count.
    private const int Each = 24;
    private static readonly byte[] Arguments = """{"text":"hello"}"""u8.ToArray();

    public static async Task RunAsync(BenchPlaces places, BenchHost host, RawEngine engine, Report report)
    {
        foreach (int callers in (int[])[1, 8, 16])
        {
            Report.Section(
                $"pool exhausted: {callers} callers, {Rounds} rounds of {Each * callers} calls, in turn with raw create + start + remove");
            // Another each time: a container lives no longer than its call may take.
            await using RunningContainer running = await RunningContainer.StartAsync(host, engine);
            Samples ours = new("skillhost calls", "/s"), raw = new("raw containers", "/s");
            for (int round = 0; round < Rounds; round++)
            {
                ours.Add(await OursAsync(places, callers));
                raw.Add(await RateAsync(callers, () => Task.Factory.StartNew(
                    () => Raw(running), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            }

            Report.Show(ours, raw);
            double ratio = ours.Mean / raw.Mean;
            report.Ratio($"exhausted, {callers} callers: ours / raw", ratio, ">= 0.95", ratio >= 0.95);
        }
    }

    private static async Task<double> OursAsync(BenchPlaces places, int callers)
    {
        await using WarmHost warm = await WarmHost.StartAsync(places, ["echo"], ("Sandboxes:MaxConcurrentCallsPerSkill", "16"));
        SkillFunction echo = await warm.Host.FunctionAsync("echo.echo");

        // The pool is used up first: only what can be kept up counts.
        await Task.WhenAll(Enumerable.Range(0, WarmHost.Kept + callers).Select(_ => WarmHost.CallAsync(echo, Arguments)));
        return await RateAsync(callers, () => WarmHost.CallAsync(echo, Arguments));
    }

    private static async Task<double> RateAsync(int callers, Func<Task> call)
    {
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            for (int i = 0; i < Each; i++)
            {
                await call();
            }
        }));
        return callers * Each / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Raw(RunningContainer running)
    {
        using RawEngine engine = running.Engine.Another();
        using var raw = new RawCall(engine, running.Id, "/bin/cat");
        string id = raw.Call(Arguments, out _);
        raw.Remove(id);
    }
}
