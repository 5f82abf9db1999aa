using System.Diagnostics;
using SkillHost.Functions;
using SkillHost.Invocations;

namespace SkillHost.Bench;

/// <summary>What a great many calls leave behind in the host and in the engine.</summary>
internal static class SoakBench
{
    private const int Callers = 4;

    public static async Task RunAsync(string skills, string images, Report report, int calls)
    {
        Report.Section($"soak: {calls} calls by {Callers} callers, after {calls / 10} that do not count");
        await using var host = new BenchHost(skills, images, new Dictionary<string, string?> { ["SkillHost:Warm:Adaptive"] = "false" });
        await host.StartAsync();
        SkillFunction echo = await host.FunctionAsync("noop.echo");
        await CallAsync(echo, calls / 10);
        SoakState before = await SoakState.ReadAsync();
        await CallAsync(echo, calls);
        SoakState after = await SoakState.ReadAsync();
        Console.WriteLine($"  before  {before}\n  after   {after}");
        report.Difference("descriptors of the host, more than before", after.Descriptors - before.Descriptors, 8, "");
        report.Difference("threads of the host, more than before", after.Threads - before.Threads, 4, "");
        report.Difference("resident memory of the host, more than before", after.ResidentMiB - before.ResidentMiB, 16, "MiB");
        report.Difference("descriptors of dockerd, more than before", after.OfEngine - before.OfEngine, 8, "");
    }

    private static async Task CallAsync(SkillFunction function, int count)
    {
        long start = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (_, stop) =>
        {
            InvocationResult result = await function.CallAsync("{}"u8.ToArray(), cancellationToken: stop);
            _ = result.IsOk ? 0 : throw new InvalidOperationException($"{result.Status}: {result.Error}");
        });
        Console.WriteLine($"  {count / Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} calls/s");
    }
}
