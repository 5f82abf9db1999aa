namespace SkillHost.Bench;

/// <summary>Calls of Python functions whose server waits, greeted and with everything imported.</summary>
internal static class McpBench
{
    public static async Task RunAsync(BenchPlaces places, Report report, int runs)
    {
        Report.Section($"warm fresh call of a Python function (protocol mcp): {runs} of each, in turn");
        await using WarmHost warm = await WarmHost.StartAsync(places, ["pynoop", "arrays"]);
        IReadOnlyList<PhaseSamples> rows = await warm.MeasureAsync(
            runs, ("pynoop.nothing", """{"text":"hello"}"""), ("arrays.total", """{"values":[1,2,3]}"""));
        foreach (PhaseSamples row in rows)
        {
            row.Show();
            report.Ratio($"calls of {row.All.Name} that found none waiting", row.Cold, "0", row.Cold == 0);
        }

        double nothing = rows[0].All.Median, numpy = rows[1].All.Median;
        report.Difference("warm no-op Python function", nothing, 1.5, "ms");
        report.Difference("warm function that imports NumPy - no-op", numpy - nothing, 2, "ms");
    }
}
