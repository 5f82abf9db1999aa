using System.Diagnostics;
using SkillHost.Functions;
using SkillHost.Invocations;

namespace SkillHost.Bench;

/// <summary>A cold call against the same steps by hand, and against the command a user would type instead.</summary>
internal static class ColdCallBench
{
    private static readonly byte[] Arguments = """{"text":"hello"}"""u8.ToArray();

    public static async Task RunAsync(BenchHost host, RunningContainer running, Report report, int runs)
    {
        Report.Section($"cold call: {runs} of each, in turn");
        SkillFunction echo = await host.FunctionAsync("noop.echo");
        using var raw = new RawCall(running.Engine, running.Id, "/bin/cat");
        Samples ours = new("skillhost call", "ms"), byHand = new("same steps by hand on the socket", "ms"),
            docker = new("docker run --rm -i, same flags", "ms");
        for (int i = -2; i < runs; i++)
        {
            double a = await OursAsync(echo);
            await host.SettleAsync(running.Id);
            double b = ByHand(raw, out string id);
            raw.Remove(id);
            await host.SettleAsync(running.Id);
            double c = running.DockerRun("cat", Arguments);
            if (i >= 0)
            {
                ours.Add(a);
                byHand.Add(b);
                docker.Add(c);
            }
        }

        Report.Show(ours, byHand, docker);
        report.Ratio("cold call / same steps by hand", ours.Median / byHand.Median, "<= 1.10", ours.Median <= byHand.Median * 1.10);
        report.Ratio("docker run --rm / cold call", docker.Median / ours.Median, "> 1", docker.Median > ours.Median);
    }

    private static async Task<double> OursAsync(SkillFunction echo)
    {
        long start = Stopwatch.GetTimestamp();
        InvocationResult result = await echo.CallAsync(Arguments);
        double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return result.IsOk ? elapsed : throw new InvalidOperationException($"{result.Status}: {result.Error}");
    }

    private static double ByHand(RawCall raw, out string id)
    {
        long start = Stopwatch.GetTimestamp();
        id = raw.Call(Arguments, out string output);
        double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return output.Length == Arguments.Length ? elapsed : throw new InvalidOperationException($"By hand gave {output}.");
    }
}
