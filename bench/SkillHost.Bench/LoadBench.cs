using SkillHost.Functions;
using SkillHost.Sandboxes;

namespace SkillHost.Bench;

/// <summary>Whether a warm call takes longer with many skills loaded, or with many callers whose calls the engine keeps up with.</summary>
internal static class LoadBench
{
    // About half of what this machine's engine can make, so that a call finds a container.
    private const double CallsPerSecond = 4;
    private static readonly byte[] Arguments = """{"text":"hello"}"""u8.ToArray();

    public static async Task SkillsAsync(BenchPlaces places, Report report, int runs)
    {
        Report.Section($"warm fresh call with many skills loaded, {runs} calls each");
        double few = 0;
        foreach (int count in (int[])[10, 100, 1000])
        {
            DirectoryInfo folder = DiscoveryBench.MakeSkills(count - 1);
            BenchPlaces.Copy(Path.Combine(places.Warm, "echo"), Path.Combine(folder.FullName, "echo"));
            await using BenchHost host = new(folder.FullName, places.Images, new Dictionary<string, string?>
            {
                ["SkillHost:Warm:Adaptive"] = "false",
            });
            SkillFunction function = await host.FunctionAsync("echo.echo");
            await host.StartAsync();
            using PoolGauge pool = new();
            Samples calls = new($"{count} skills", "ms");
            for (int i = -5; i < runs; i++)
            {
                await pool.UntilAsync(WarmHost.Kept);
                (double elapsed, _) = await WarmHost.CallAsync(function, Arguments);
                if (i >= 0)
                {
                    calls.Add(elapsed);
                }
            }

            Report.Show(calls);
            few = few == 0 ? calls.Median : few;
            report.Ratio($"{count} skills / 10 skills", calls.Median / few, "<= 1.25", calls.Median <= few * 1.25);
            folder.Delete(recursive: true);
        }
    }

    public static async Task CallersAsync(BenchPlaces places, Report report, int runs)
    {
        Report.Section($"warm fresh call, {CallsPerSecond} calls a second in all: {runs} calls each");
        double one = 0;
        foreach (int callers in (int[])[1, 8, 64])
        {
            await using WarmHost warm = await WarmHost.StartAsync(places, ["echo"], ("Sandboxes:MaxConcurrentCallsPerSkill", "64"));
            SkillFunction function = await warm.Host.FunctionAsync("echo.echo");
            await warm.FullAsync();
            Samples calls = new($"{callers} callers", "ms");
            int cold = 0, begun = -callers;
            await Task.WhenAll(Enumerable.Range(0, callers).Select(CallAsync));
            Report.Show(calls);
            one = one == 0 ? calls.Median : one;
            report.Ratio($"{callers} callers / 1 caller ({cold} calls found none waiting)", calls.Median / one, "<= 1.25",
                calls.Median <= one * 1.25);

            async Task CallAsync(int caller)
            {
                // Apart from each other at first, at random afterwards.
                Random random = new(caller);
                double period = callers / CallsPerSecond;
                await Task.Delay(TimeSpan.FromSeconds(period * caller / callers));
                while (Interlocked.Increment(ref begun) <= runs)
                {
                    (double elapsed, Invocations.InvocationResult result) = await WarmHost.CallAsync(function, Arguments);
                    lock (calls)
                    {
                        calls.Add(elapsed);
                        cold += result.Container == SandboxKind.Warm ? 0 : 1;
                    }

                    await Task.Delay(TimeSpan.FromSeconds(period * (0.5 + random.NextDouble())));
                }
            }
        }
    }
}
