using System.Diagnostics;
using SkillHost.Functions;
using SkillHost.Invocations;

namespace SkillHost.Bench;

/// <summary>A call that could move files and moves none, and one that moves some, against one that cannot.</summary>
internal static class FilesBench
{
    private const int FileBytes = 1 << 20;
    private static readonly byte[] Arguments = """{"text":"hello"}"""u8.ToArray();

    public static async Task RunAsync(BenchHost host, RunningContainer running, Report report, int runs)
    {
        Report.Section($"files: {runs} of each, in turn");
        byte[] content = new byte[FileBytes];
        InvocationFile[] files = [InvocationFile.FromBytes("one.bin", content), InvocationFile.FromBytes("two.bin", content)];
        SkillFunction plain = await host.FunctionAsync("noop.echo"), able = await host.FunctionAsync("noop.files"),
            moving = await host.FunctionAsync("noop.copy");
        Samples without = new("call without /in and /out", "ms"), none = new("call with /in and /out, no files", "ms"),
            some = new("call with 2 MiB in and 2 MiB out", "ms");
        for (int i = -2; i < runs; i++)
        {
            double a = await CallAsync(plain, [], 0, running, host);
            double b = await CallAsync(able, [], 0, running, host);
            double c = await CallAsync(moving, files, files.Length, running, host);
            if (i >= 0)
            {
                without.Add(a);
                none.Add(b);
                some.Add(c);
            }
        }

        Report.Show(without, none, some);
        report.Ratio(
            "call with /in and /out, no files / without", none.Median / without.Median, "<= 1.10", none.Median <= without.Median * 1.10);
    }

    private static async Task<double> CallAsync(
        SkillFunction function, InvocationFile[] files, int wanted, RunningContainer running, BenchHost host)
    {
        long start = Stopwatch.GetTimestamp();
        InvocationResult result = await function.CallAsync(Arguments, new InvocationOptions { Files = files });
        double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        await host.SettleAsync(running.Id);
        return result.IsOk && result.Artifacts.Count == wanted
            ? elapsed
            : throw new InvalidOperationException($"{result.Status}: {result.Error}, {result.Artifacts.Count} files");
    }
}
