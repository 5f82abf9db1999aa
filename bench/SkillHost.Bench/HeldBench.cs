using System.Diagnostics;
using SkillHost.Functions;
using SkillHost.Invocations;

namespace SkillHost.Bench;

/// <summary>Calls in containers that stay: of one session, one after the other, and many at once in a shared one.</summary>
internal static class HeldBench
{
    private const int SharedCalls = 20_000;
    private static readonly byte[] Arguments = """{"text":"hello"}"""u8.ToArray();

    public static async Task RunAsync(BenchPlaces places, Report report, int runs)
    {
        await SessionAsync(places, report, runs);
        await SharedAsync(places, report);
    }

    private static async Task SessionAsync(BenchPlaces places, Report report, int runs)
    {
        Report.Section($"session call of a Python function: {runs} calls, one right after the other, and with 10 ms between them");
        await using WarmHost host = await WarmHost.StartAsync(places, ["session"]);
        SkillFunction function = await host.Host.FunctionAsync("session.nothing");
        PhaseSamples row = new("session call"), spaced = new("session call after a pause");
        foreach ((PhaseSamples calls, int pause) in ((PhaseSamples, int)[])[(row, 0), (spaced, 10)])
        {
            for (int i = -50; i < runs; i++)
            {
                await Task.Delay(pause);
                (double elapsed, InvocationResult result) = await WarmHost.CallAsync(function, Arguments, new() { Session = "bench" });
                if (i >= 0)
                {
                    calls.Add(elapsed, result.Phases);
                }
            }

            calls.Show();
        }

        report.Difference("session call", row.All.Median, 1.5, "ms");
        report.Difference("session call after a pause", spaced.All.Median, 1.5, "ms");
    }

    private static async Task SharedAsync(BenchPlaces places, Report report)
    {
        await using WarmHost host = await WarmHost.StartAsync(
            places, ["shared"], ("Policies:Skills:shared:AllowShared", "true"), ("Sandboxes:MaxConcurrentCalls", "64"),
            ("Sandboxes:MaxConcurrentCallsPerSkill", "64"));
        SkillFunction function = await host.Host.FunctionAsync("shared.nothing");
        double best = 0;
        foreach (int callers in (int[])[1, 8, 32])
        {
            Report.Section($"shared worker: {callers} callers, {SharedCalls} calls in all");
            await CallAsync(function, callers, SharedCalls / 10, null);
            Samples calls = new("shared call", "ms");
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            await CallAsync(function, callers, SharedCalls, calls);
            double rate = SharedCalls / Stopwatch.GetElapsedTime(start).TotalSeconds;
            double own = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / SharedCalls;
            Report.Show(calls);
            Console.WriteLine($"  {rate:0} calls/s, {own:0} µs of this process's processors each");
            best = Math.Max(best, rate);
        }

        report.Ratio("shared worker, thousands of calls a second", best / 1000, ">= 5", best >= 5000);
    }

    private static Task CallAsync(SkillFunction function, int callers, int count, Samples? samples) =>
        Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            for (int i = 0; i < count / callers; i++)
            {
                (double elapsed, _) = await WarmHost.CallAsync(function, Arguments);
                if (samples is not null)
                {
                    lock (samples)
                    {
                        samples.Add(elapsed);
                    }
                }
            }
        })));
}
