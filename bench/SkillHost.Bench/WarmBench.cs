namespace SkillHost.Bench;

/// <summary>Calls that find a waiting container, against the commands people use instead.</summary>
internal static class WarmBench
{
    private const string Arguments = """{"text":"hello"}""";

    public static async Task RunAsync(BenchPlaces places, RawEngine engine, Report report, int runs)
    {
        Report.Section($"warm fresh call: {runs} calls, one after the other, each finding a container; and the same without the host");
        Samples run = new("docker run --rm -i /still, same flags", "ms"), exec = new("docker exec /still", "ms");
        await using WarmHost warm = await WarmHost.StartAsync(places, ["still", "echo"]);
        IReadOnlyList<PhaseSamples> calls = await warm.MeasureAsync(
            runs, ("still.still", "{}"), ("still.glibc", "{}"), ("echo.echo", Arguments));
        foreach (PhaseSamples phases in calls)
        {
            phases.Show();
        }

        // Started for one call: what a pool made carries another kind of label, and is not found.
        Dictionary<string, string?> settings = new() { ["SkillHost:Warm:Enabled"] = "false" };
        await using BenchHost cold = new(places.Warm, places.Images, settings);
        await using (RunningContainer running = await RunningContainer.StartAsync(cold, engine, "still", "wait"))
        {
            for (int i = -2; i < runs; i++)
            {
                double a = running.DockerRun("/still", []), b = running.DockerExec("/still");
                if (i >= 0)
                {
                    run.Add(a);
                    exec.Add(b);
                }
            }
        }

        Report.Show(run, exec);
        double ours = calls[0].All.Median;
        int late = calls.Sum(phases => phases.Cold);
        report.Ratio("calls that found none waiting", late, "0", late == 0);
        report.Difference("warm fresh call of a program that does nothing, with musl", ours, 2, "ms");
        report.Ratio("docker run --rm / warm fresh call", run.Median / ours, ">= 80", run.Median / ours >= 80);
        report.Ratio("docker exec / warm fresh call", exec.Median / ours, ">= 25", exec.Median / ours >= 25);
    }
}
