using System.Diagnostics;
using SkillHost.Functions;
using SkillHost.Images;
using SkillHost.Policies;
using SkillHost.Sandboxes;
using SkillHost.Wire.Processes;

namespace SkillHost.Bench;

/// <summary>What the one stream costs: starting a process against <c>docker exec</c>, and carrying bytes against a raw attach.</summary>
internal static class StreamBench
{
    private const long Bytes = 200L << 20;

    public static async Task RunAsync(BenchHost host, RunningContainer running, Report report, int runs)
    {
        SkillFunction echo = await host.FunctionAsync("noop.echo");
        SkillImage image = (await host.Get<IImageBuilder>().GetImageAsync(echo.Callable.Skill, default)).Image
            ?? throw new InvalidOperationException("No image.");
        var request = new SandboxRequest(image, echo.Callable.Policy, "bench");
        await using (ISandbox sandbox = await host.Get<ISandboxProvider>().AcquireAsync(request, default))
        {
            await StartsAsync(sandbox, running, report, runs);
        }

        // The container's share must hold process 1 beside the program, or what is measured is the limit on processors.
        SandboxPolicy wide = request.Policy with { Limits = request.Policy.Limits with { Cpus = Environment.ProcessorCount } };
        await ThroughputAsync(host, request with { Policy = wide }, running, report);
    }

    private static async Task StartsAsync(ISandbox sandbox, RunningContainer running, Report report, int runs)
    {
        Report.Section("a process started in a running container, its output back");
        Samples stream = new("over the stream", "ms"), exec = new("docker exec", "ms");
        for (int i = -20; i < runs * 10; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await ReadAsync(sandbox, ["/bin/echo", "hello"]);
            double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (i >= 0)
            {
                stream.Add(elapsed);
            }
        }

        for (int i = -2; i < runs; i++)
        {
            double elapsed = running.DockerExec("/bin/echo", "hello");
            if (i >= 0)
            {
                exec.Add(elapsed);
            }
        }

        Report.Show(stream, exec);
        report.Ratio("docker exec / start over the stream", exec.Median / stream.Median, ">= 30", exec.Median >= 30 * stream.Median);
    }

    private static async Task ThroughputAsync(BenchHost host, SandboxRequest request, RunningContainer running, Report report)
    {
        Report.Section($"{Bytes >> 20} MiB of output");
        string count = Bytes.ToString(System.Globalization.CultureInfo.InvariantCulture);
        using var raw = new RawCall(running.Engine, running.Id, Environment.ProcessorCount, "/usr/bin/head", "-c", count, "/dev/zero");
        Samples stream = new("over the stream", "MB/s"), attach = new("raw attach", "MB/s");
        for (int i = -2; i < 30; i++)
        {
            double ours;
            await using (ISandbox sandbox = await host.Get<ISandboxProvider>().AcquireAsync(request, default))
            {
                long start = Stopwatch.GetTimestamp();
                long read = await ReadAsync(sandbox, ["/usr/bin/head", "-c", count, "/dev/zero"]);
                ours = read / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e6;
            }

            double theirs = raw.Rate();
            if (i >= 0)
            {
                stream.Add(ours);
                attach.Add(theirs);
            }
        }

        Report.Show(stream, attach);
        report.Ratio("stream throughput / raw attach", stream.Median / attach.Median, ">= 0.90", stream.Median >= 0.9 * attach.Median);
    }

    private static async Task<long> ReadAsync(ISandbox sandbox, string[] command)
    {
        await using IRemoteProcess process = await sandbox.StartAsync(
            new ProcessStart { Arguments = command, Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" } }, default);
        await process.CompleteInputAsync(default);
        byte[] buffer = new byte[256 * 1024];
        long total = 0;
        for (int n = await process.Output.ReadAsync(buffer); n > 0; n = await process.Output.ReadAsync(buffer))
        {
            total += n;
        }

        ProcessExit exit = await process.Exited;
        return exit.ExitCode == 0 ? total : throw new InvalidOperationException($"Exit {exit.ExitCode}, signal {exit.Signal}.");
    }
}
