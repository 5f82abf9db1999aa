using System.Diagnostics;
using System.Text;
using System.Text.Json;
using SkillHost.Functions;
using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Calls;

/// <summary>What a child host does where a test needs a process of its own to measure.</summary>
internal static class ChildTasks
{
    /// <summary>
    /// Has each function write <c>count</c> MiB, all at once, and prints status, bytes of output and characters heard of each, and the
    /// bytes of heap it may have.
    /// </summary>
    public const string Flood = "flood";

    /// <summary>Calls the functions <c>count</c> times, twice; prints each time failures, descriptors and threads.</summary>
    public const string Soak = "soak";

    private const int Callers = 4;

    public static async Task RunAsync(string task, SkillFunction[] functions, int count)
    {
        Console.WriteLine(ChildHost.Running);
        await (task == Flood ? FloodAsync(functions, count) : SoakAsync(functions, count));
    }

    private static async Task FloodAsync(SkillFunction[] functions, int count)
    {
        string[] told = await Task.WhenAll(functions.Select(async function =>
        {
            long heard = 0;
            InvocationResult result = await CallAsync(
                function, $"head -c {count}M /dev/zero | tr '\\0' x", new InvocationOptions
                {
                    AllOutput = true,
                    OnEvent = (e, _) =>
                    {
                        heard += (e as OutputEvent)?.Text.Length ?? 0;
                        return ValueTask.CompletedTask;
                    },
                });
            return $"{InvocationJson.NameOf(result.Status)} {result.StdoutBytes + result.StderrBytes} {heard}";
        }));
        Console.WriteLine(string.Join(", ", [.. told, $"heap {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes}"]));
    }

    private static async Task SoakAsync(SkillFunction[] functions, int count)
    {
        for (int round = 0; round < 2; round++)
        {
            int failed = 0;
            await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (i, _) =>
            {
                InvocationResult result = await CallAsync(functions[i % functions.Length], "echo fine", new InvocationOptions());
                Interlocked.Add(ref failed, result.IsOk ? 0 : 1);
            });
            await Task.Delay(TimeSpan.FromSeconds(1));
            using Process self = Process.GetCurrentProcess();
            Console.WriteLine($"{failed} {Directory.GetFileSystemEntries("/proc/self/fd").Length} {self.Threads.Count}");
        }
    }

    private static Task<InvocationResult> CallAsync(SkillFunction function, string script, InvocationOptions options) =>
        function.CallAsync(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { script })), options);
}
