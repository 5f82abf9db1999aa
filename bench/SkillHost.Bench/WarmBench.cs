using System.Diagnostics;
using SkillHost.Functions;
using SkillHost.Invocations;
using SkillHost.Sandboxes;

namespace SkillHost.Bench;

/// <summary>Calls that find a waiting container, against the commands a user would type instead; and what is left when none waits.</summary>
internal static class WarmBench
{
    private const int Kept = 4;
    private static readonly byte[] Arguments = """{"text":"hello"}"""u8.ToArray();

    public static async Task RunAsync(string skills, string images, RunningContainer running, Report report, int runs)
    {
        double warm = await OneByOneAsync(skills, images, report, runs);
        int others = Math.Max(20, runs / 4);
        Report.Section($"the same without the host, {others} of each");
        Samples run = new("docker run --rm -i, same flags", "ms"), exec = new("docker exec", "ms");
        for (int i = -2; i < others; i++)
        {
            double a = running.DockerRun("cat", Arguments);
            double b = running.DockerExec("/bin/echo", "hello");
            if (i >= 0)
            {
                run.Add(a);
                exec.Add(b);
            }
        }

        Report.Show(run, exec);
        report.Ratio("docker run --rm / warm fresh call", run.Median / warm, ">= 80", run.Median / warm >= 80);
        report.Ratio("docker exec / warm fresh call", exec.Median / warm, ">= 25", exec.Median / warm >= 25);
        report.Ratio("warm fresh call in ms", warm, "<= 2", warm <= 2);
        await ExhaustedAsync(skills, images, running, report);
        await SkillsAsync(images, report);
    }

    private static async Task<double> OneByOneAsync(string skills, string images, Report report, int runs)
    {
        Report.Section($"warm fresh call: {runs} calls, one after the other, each finding a container");
        await using BenchHost host = await StartAsync(skills, images, []);
        SkillFunction echo = await host.FunctionAsync("noop.echo");
        using PoolGauge pool = new();
        Samples all = new("skillhost call", "ms"), queue = new("  of it: note, check, place", "ms");
        Samples acquire = new("  of it: container and process", "ms"), work = new("  of it: run", "ms");
        Samples collect = new("  of it: collect", "ms");
        int cold = 0;
        for (int i = -10; i < runs; i++)
        {
            await pool.UntilAsync(Kept);
            long start = Stopwatch.GetTimestamp();
            InvocationResult result = await CallAsync(echo);
            double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            cold += result.Container == SandboxKind.Warm ? 0 : 1;
            if (i >= 0)
            {
                all.Add(elapsed);
                queue.Add(result.Phases.QueueMs);
                acquire.Add(result.Phases.AcquireMs);
                work.Add(result.Phases.RunMs);
                collect.Add(result.Phases.CollectMs);
            }
        }

        Report.Show(all, queue, acquire, work, collect);
        report.Ratio("calls that found none waiting", cold, "0", cold == 0);
        return all.Median;
    }

    private static async Task ExhaustedAsync(string skills, string images, RunningContainer running, Report report)
    {
        const int each = 15;
        foreach (int callers in (int[])[1, 8, 16])
        {
            Report.Section($"pool exhausted: {callers} callers, {each * callers} calls back to back, against raw create + start + remove");
            double ours;
            await using (BenchHost host = await StartAsync(skills, images, new()
            {
                ["SkillHost:Sandboxes:MaxConcurrentCallsPerSkill"] = "16",
            }))
            {
                SkillFunction echo = await host.FunctionAsync("noop.echo");
                ours = await RateAsync(callers, each, () => CallAsync(echo));
            }

            double raw = await RateAsync(callers, each, () => Task.Factory.StartNew(
                () => Raw(running), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
            Console.WriteLine($"  ours {ours:0.0} calls/s, raw {raw:0.0} containers/s");
            report.Ratio($"exhausted, {callers} callers: ours / raw", ours / raw, ">= 0.95", ours / raw >= 0.95);
        }
    }

    private static async Task SkillsAsync(string images, Report report)
    {
        Report.Section("warm fresh call with many skills loaded, 50 calls each");
        double few = 0;
        foreach (int count in (int[])[10, 100, 1000])
        {
            DirectoryInfo folder = DiscoveryBench.MakeSkills(count);
            string manifest = Path.Combine(folder.FullName, "skill-0", "skill.yaml");
            File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("runtime: bash", $"runtime: bash\nwarm: {Kept}"));
            await using BenchHost host = await StartAsync(folder.FullName, images, []);
            SkillFunction function = await host.FunctionAsync("skill-0.first");
            using PoolGauge pool = new();
            Samples calls = new($"{count} skills", "ms");
            for (int i = -5; i < 50; i++)
            {
                await pool.UntilAsync(Kept);
                long start = Stopwatch.GetTimestamp();
                await CallAsync(function);
                calls.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            Report.Show(calls);
            few = few == 0 ? calls.Median : few;
            report.Ratio($"{count} skills / 10 skills", calls.Median / few, "<= 1.25", calls.Median <= few * 1.25);
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> RateAsync(int callers, int each, Func<Task> call)
    {
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            for (int i = 0; i < each; i++)
            {
                await call();
            }
        }));
        return callers * each / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Raw(RunningContainer running)
    {
        using RawEngine engine = running.Engine.Another();
        using var raw = new RawCall(engine, running.Id, "/bin/cat");
        string id = raw.Call(Arguments, out _);
        raw.Remove(id);
    }

    private static async Task<BenchHost> StartAsync(string skills, string images, Dictionary<string, string?> settings)
    {
        settings["SkillHost:Warm:Adaptive"] = "false";
        settings["SkillHost:Sandboxes:QueueTimeout"] = "00:01:00";
        var host = new BenchHost(skills, images, settings);
        await host.StartAsync();
        return host;
    }

    private static async Task<InvocationResult> CallAsync(SkillFunction function)
    {
        InvocationResult result = await function.CallAsync(Arguments);
        return result.IsOk ? result : throw new InvalidOperationException($"{result.Status}: {result.Error}");
    }
}
