using System.Diagnostics;
using System.Globalization;
using SkillHost.Functions;
using SkillHost.Images;
using SkillHost.Invocations;
using SkillHost.Skills;

namespace SkillHost.Bench;

/// <summary>How soon what a function writes is with the caller, and what a great deal of it costs the host.</summary>
internal static class StreamingBench
{
    private const long Flood = 1_000_000_000;
    private const double GoalMs = 20;

    public static async Task RunAsync(string skills, string images, Report report, int calls)
    {
        await using var host = new BenchHost(skills, images, new Dictionary<string, string?> { ["SkillHost:Warm:Adaptive"] = "false" });
        Skill[] streaming =
            [.. (await host.LoadAsync()).Skills.Where(skill => skill.Name.Value.StartsWith("streaming", StringComparison.Ordinal))];
        await host.Get<IImageBuilder>().BuildAsync(streaming, new ImageBuildRequest(), new Progress<ImageBuildProgress>(), default);
        await host.StartAsync();
        Report.Section($"from a line's writing to its arrival at the caller: {calls} calls of ten lines each, docker run in between");
        SkillFunction command = await host.FunctionAsync("streaming.lines"), server = await host.FunctionAsync("streaming-server.lines");
        SkillImage image = (await host.Get<IImageBuilder>().GetImageAsync(command.Callable.Skill, default)).Image
            ?? throw new InvalidOperationException("No image.");
        Lines ofCommand = new("command"), ofServer = new("mcp"), ofDocker = new("docker run, attached");
        for (int i = -5; i < calls; i++)
        {
            await CallAsync(command, ofCommand, keep: i >= 0);
            await CallAsync(server, ofServer, keep: i >= 0);
            if (i % 5 == 0)
            {
                await DockerAsync(image, ofDocker, keep: i >= 0);
            }
        }

        Report.Show(ofCommand.First, ofCommand.Later, ofServer.First, ofServer.Later, ofDocker.First, ofDocker.Later);
        foreach (Lines lines in (Lines[])[ofCommand, ofServer])
        {
            report.Difference($"{lines.Name}: first line at the caller, p50", lines.First.Median, GoalMs, "ms");
            report.Difference($"{lines.Name}: first line at the caller, p99", lines.First.At(0.99), GoalMs, "ms");
        }

        await FloodAsync(await host.FunctionAsync("streaming.flood"), report, all: true);
        await FloodAsync(await host.FunctionAsync("streaming.flood"), report, all: false);
        await FloodAsync(await host.FunctionAsync("streaming-server.flood"), report, all: true);
    }

    private static async Task CallAsync(SkillFunction function, Lines lines, bool keep)
    {
        lines.Begin();
        InvocationResult result = await function.CallAsync("{}"u8.ToArray(), new InvocationOptions
        {
            OnEvent = (e, _) =>
            {
                lines.Take((e as OutputEvent)?.Text ?? "", keep);
                return ValueTask.CompletedTask;
            },
        });
        _ = result.IsOk ? 0 : throw new InvalidOperationException($"{result.Status}: {result.Error}");
    }

    private static async Task DockerAsync(SkillImage image, Lines lines, bool keep)
    {
        lines.Begin();
        using Process docker = Process.Start(new ProcessStartInfo(
            "docker",
            ["run", "--rm", "--network", "none", "--label", "skillhost.bench=cli", "-w", image.WorkingDirectory, "--entrypoint", "python3",
                image.Id, "lines.py"])
        {
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("No docker command.");
        while (await docker.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Take(line + "\n", keep);
        }

        await docker.WaitForExitAsync();
    }

    private static async Task FloodAsync(SkillFunction function, Report report, bool all)
    {
        string hears = all ? "all of it" : "what the result holds";
        Report.Section($"{Flood / 1_000_000} MB by {function.QualifiedName}, the caller hears {hears}");
        using Process self = Process.GetCurrentProcess();
        long heard = 0, heap = 0, resident = 0;
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        self.Refresh();
        (long heapBefore, long residentBefore) = (GC.GetTotalMemory(forceFullCollection: true), self.WorkingSet64);
        long start = Stopwatch.GetTimestamp();
        Task<InvocationResult> call = function.CallAsync("{}"u8.ToArray(), new InvocationOptions
        {
            AllOutput = all,
            OnEvent = (e, _) =>
            {
                heard += (e as OutputEvent)?.Text.Length ?? 0;
                return ValueTask.CompletedTask;
            },
        });
        while (await Task.WhenAny(call, Task.Delay(50)) != call)
        {
            self.Refresh();
            heap = Math.Max(heap, GC.GetTotalMemory(forceFullCollection: false));
            resident = Math.Max(resident, self.WorkingSet64);
        }

        InvocationResult result = await call;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        string line = string.Create(
            CultureInfo.InvariantCulture,
            $"  {result.Status}: {result.StdoutBytes + result.StderrBytes} bytes written, {heard} heard, {Flood / seconds / 1e6:0} MB/s");
        Console.WriteLine(line);
        report.Difference($"{function.QualifiedName}: managed heap, most over before", (heap - heapBefore) / 1048576.0, 48, "MiB");
        report.Difference(
            $"{function.QualifiedName}: resident memory, most over before", (resident - residentBefore) / 1048576.0, 48, "MiB");
    }
}
