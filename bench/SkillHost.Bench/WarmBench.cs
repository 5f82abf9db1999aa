namespace SkillHost.Bench;

/// <summary>Calls that find a waiting container, against the commands people use instead.</summary>
internal static class WarmBench
{
    private const string Arguments = """{"text":"hello"}""";

    public static async Task RunAsync(BenchPlaces places, RunningContainer running, Report report, int runs)
    {
        Report.Section($"warm fresh call: {runs} calls, one after the other, each finding a container; and the same without the host");
        Samples run = new("docker run --rm -i, same flags", "ms"), exec = new("docker exec", "ms");
        PhaseSamples calls;
        await using (WarmHost warm = await WarmHost.StartAsync(places, ["echo"]))
        {
            calls = (await warm.MeasureAsync(runs, ("echo.echo", Arguments)))[0];
        }

        if (Environment.GetEnvironmentVariable("FAST") is not null) { calls.Show(); return; }
        for (int i = -2; i < runs; i++)
        {
            double a = running.DockerRun("cat", System.Text.Encoding.UTF8.GetBytes(Arguments));
            double b = running.DockerExec("/bin/echo", "hello");
            if (i >= 0)
            {
                run.Add(a);
                exec.Add(b);
            }
        }

        calls.Show();
        Report.Show(run, exec);
        double ours = calls.All.Median;
        report.Ratio("calls that found none waiting", calls.Cold, "0", calls.Cold == 0);
        report.Difference("warm fresh call", ours, 2, "ms");
        report.Ratio("docker run --rm / warm fresh call", run.Median / ours, ">= 80", run.Median / ours >= 80);
        report.Ratio("docker exec / warm fresh call", exec.Median / ours, ">= 25", exec.Median / ours >= 25);
    }
}
