using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SkillHost.Containers;
using SkillHost.Functions;
using SkillHost.Invocations;

namespace SkillHost.Bench;

/// <summary>A container of the product that waits, so that others can be made like it and `docker exec` has somewhere to go.</summary>
internal sealed class RunningContainer : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Task<InvocationResult> _call;
    private readonly string _seccompFile = Path.GetTempFileName();

    private RunningContainer(RawEngine engine, string id, Task<InvocationResult> call, CancellationTokenSource end)
    {
        (Engine, Id, _call, _end) = (engine, id, call, end);
        Inspect = engine.Json("GET", $"/containers/{id}/json");
        string profile = Inspect.GetProperty("HostConfig").GetProperty("SecurityOpt").EnumerateArray()
            .Select(o => o.GetString() ?? "").First(o => o.StartsWith("seccomp=", StringComparison.Ordinal));
        File.WriteAllText(_seccompFile, profile["seccomp=".Length..]);
    }

    public RawEngine Engine { get; }

    public string Id { get; }

    public JsonElement Inspect { get; }

    public static async Task<RunningContainer> StartAsync(BenchHost host, RawEngine engine, string skill = "noop", string wait = "wait")
    {
        SkillFunction function = await host.FunctionAsync($"{skill}.{wait}");
        var labels = new Dictionary<string, string> { ["skillhost.kind"] = "call", ["skillhost.skill"] = skill };
        HashSet<string> others = [.. (await host.Get<IContainerEngine>().ListAsync(labels, default)).Select(c => c.Id)];
        var end = new CancellationTokenSource();
        Task<InvocationResult> call = function.CallAsync("{}"u8.ToArray(), cancellationToken: end.Token);
        while (true)
        {
            IReadOnlyList<ContainerSummary> now = await host.Get<IContainerEngine>().ListAsync(labels, default);
            if (now.FirstOrDefault(c => c.State == "running" && !others.Contains(c.Id)) is { } found)
            {
                return new RunningContainer(engine, found.Id, call, end);
            }

            await (call.IsCompleted ? throw new InvalidOperationException((await call).Error) : Task.Delay(20));
        }
    }

    /// <summary>Milliseconds of <c>docker run --rm</c> with the flags that this container has.</summary>
    public double DockerRun(string program, byte[] input)
    {
        JsonElement host = Inspect.GetProperty("HostConfig");
        List<string> arguments =
        [
            "run", "--rm", "-i", "--network", "none", "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges",
            "--security-opt", $"seccomp={_seccompFile}", "--log-driver", "none", "--cgroupns", "private", "--pids-limit",
            host.GetProperty("PidsLimit").GetRawText(), "--memory", host.GetProperty("Memory").GetRawText(), "--memory-swap",
            host.GetProperty("MemorySwap").GetRawText(), "--cpus",
            (host.GetProperty("NanoCpus").GetInt64() / 1e9).ToString(CultureInfo.InvariantCulture), "--user",
            Inspect.GetProperty("Config").GetProperty("User").GetString() ?? "", "--tmpfs", "/tmp", "--label", "skillhost.bench=cli",
            "--entrypoint", program, Inspect.GetProperty("Image").GetString() ?? "",
        ];
        return Docker(arguments, input);
    }

    /// <summary>Milliseconds of <c>docker exec</c> into this container.</summary>
    public double DockerExec(params string[] command) => Docker(["exec", Id, .. command], []);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _call;
        _end.Dispose();
        File.Delete(_seccompFile);
    }

    private static double Docker(IEnumerable<string> arguments, byte[] input)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo("docker", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }) ?? throw new InvalidOperationException("No docker command.");
        process.StandardInput.BaseStream.Write(input);
        process.StandardInput.Close();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return process.ExitCode == 0
            ? elapsed
            : throw new InvalidOperationException($"docker {string.Join(' ', arguments)}: exit {process.ExitCode}");
    }
}
