using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using SkillHost.Functions;
using SkillHost.Images;
using SkillHost.Invocations;

namespace SkillHost.Bench;

/// <summary>
/// What an allow-list costs a call, and what a connection through the stream costs against a direct one and a raw attach.
/// </summary>
internal static class EgressBench
{
    private const long Bytes = 200L << 20;
    private const int Rounds = 10;

    public static async Task RunAsync(BenchHost host, RunningContainer running, Report report, int runs)
    {
        using var server = new BenchServer(Bytes);
        SkillFunction listed = await host.FunctionAsync("egress.listed");
        await host.Get<IImageBuilder>().GetImageAsync(listed.Callable.Skill, default);
        await CallsAsync(host, listed, running, report, runs);
        await ConnectionsAsync(host, report, runs * 10);
        await BulkAsync(host, running, report);
    }

    private static async Task CallsAsync(BenchHost host, SkillFunction listed, RunningContainer running, Report report, int runs)
    {
        Report.Section($"a call with an allow-list and one without: {runs} of each, in turn");
        SkillFunction unlisted = await host.FunctionAsync("egress.unlisted");
        Samples with = new("with an allow-list of two hosts", "ms"), without = new("without", "ms");
        for (int i = -2; i < runs; i++)
        {
            double a = await TimeAsync(listed);
            await host.SettleAsync(running.Id, "egress");
            double b = await TimeAsync(unlisted);
            await host.SettleAsync(running.Id, "egress");
            if (i >= 0)
            {
                with.Add(a);
                without.Add(b);
            }
        }

        Report.Show(with, without);
        report.Ratio("call with an allow-list / without", with.Median / without.Median, "<= 1.05", with.Median <= without.Median * 1.05);
    }

    private static async Task ConnectionsAsync(BenchHost host, Report report, int runs)
    {
        Report.Section("connect, one byte there and back, close");
        Samples stream = new("from a container, through the stream", "ms"), direct = new("from this process, directly", "ms");
        SkillFunction connect = await host.FunctionAsync("egress.connect");
        foreach (double elapsed in (await AskAsync(connect, $$"""{"runs":{{runs + 20}}}""")).Skip(20))
        {
            stream.Add(elapsed);
        }

        for (int i = -20; i < runs; i++)
        {
            double elapsed = Direct();
            if (i >= 0)
            {
                direct.Add(elapsed);
            }
        }

        Report.Show(stream, direct);
        report.Difference("connection through the stream - direct", stream.Median - direct.Median, 1, "ms");
    }

    private static async Task BulkAsync(BenchHost host, RunningContainer running, Report report)
    {
        Report.Section($"{Bytes >> 20} MiB over one connection");
        SkillFunction bulk = await host.FunctionAsync("egress.bulk");
        using var raw = new RawCall(running.Engine, running.Id, Environment.ProcessorCount, "/usr/bin/head", "-c", $"{Bytes}", "/dev/zero");
        Samples up = new("out of a container", "MB/s"), down = new("into a container", "MB/s"), attach = new("raw attach", "MB/s");
        for (int i = 0; i < Rounds; i++)
        {
            double[] rates = await AskAsync(bulk, $$"""{"bytes":{{Bytes}}}""");
            up.Add(rates[0]);
            down.Add(rates[1]);
            attach.Add(raw.Rate());
        }

        Report.Show(up, down, attach);
        report.Ratio("bulk out of a container / raw attach", up.Median / attach.Median, ">= 0.80", up.Median >= 0.8 * attach.Median);
        report.Ratio("bulk into a container / raw attach", down.Median / attach.Median, ">= 0.80", down.Median >= 0.8 * attach.Median);
    }

    private static double Direct()
    {
        long start = Stopwatch.GetTimestamp();
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, BenchServer.EchoPort);
        socket.Send("x"u8);
        socket.Receive(new byte[1]);
        socket.Close();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task<double> TimeAsync(SkillFunction function)
    {
        long start = Stopwatch.GetTimestamp();
        await CallAsync(function, "{}");
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task<double[]> AskAsync(SkillFunction function, string arguments) =>
        JsonSerializer.Deserialize<double[]>((await CallAsync(function, arguments)).Stdout) ?? [];

    private static async Task<InvocationResult> CallAsync(SkillFunction function, string arguments)
    {
        InvocationResult result = await function.CallAsync(Encoding.UTF8.GetBytes(arguments));
        return result.IsOk ? result : throw new InvalidOperationException($"{result.Status}: {result.Error} {result.Stderr}");
    }
}
