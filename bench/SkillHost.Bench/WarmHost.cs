using System.Diagnostics;
using SkillHost.Functions;
using SkillHost.Hosting;
using SkillHost.Images;
using SkillHost.Invocations;
using SkillHost.Sandboxes;
using SkillHost.Skills;

namespace SkillHost.Bench;

/// <summary>A started host over some of the skills in <c>bench/warm</c>, each with <see cref="Kept"/> containers waiting.</summary>
internal sealed class WarmHost : IAsyncDisposable
{
    /// <summary>Containers that each of them asks for.</summary>
    public const int Kept = 4;

    // Past the runtime's second compilation, which begins after thirty calls: hosts live long.
    private const int WarmUp = 40;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(30);
    private readonly DirectoryInfo _folder;
    private readonly PoolGauge _pool = new();
    private readonly int _waiting;

    private WarmHost(DirectoryInfo folder, BenchHost host, int waiting) => (_folder, Host, _waiting) = (folder, host, waiting);

    public BenchHost Host { get; }

    public static async Task<WarmHost> StartAsync(BenchPlaces places, string[] skills, params (string Name, string Value)[] settings)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("skillhost-bench-");
        foreach (string skill in skills)
        {
            BenchPlaces.Copy(Path.Combine(places.Warm, skill), Path.Combine(folder.FullName, skill));
        }

        Dictionary<string, string?> all = new()
        {
            ["SkillHost:Warm:Adaptive"] = "false",
            ["SkillHost:Warm:MaxContainers"] = "64",
            ["SkillHost:Sandboxes:QueueTimeout"] = "00:01:00",
        };
        foreach ((string name, string value) in settings)
        {
            all[$"SkillHost:{name}"] = value;
        }

        BenchHost host = new(folder.FullName, places.Images, all);
        await ListAsync(host);
        WarmHost warm = new(folder, host, skills.Length * Kept);
        await host.StartAsync();
        return warm;
    }

    /// <summary>One call; the milliseconds it took.</summary>
    public static async Task<(double Elapsed, InvocationResult Result)> CallAsync(
        SkillFunction function, byte[] arguments, InvocationOptions? options = null)
    {
        long start = Stopwatch.GetTimestamp();
        InvocationResult result = await function.CallAsync(arguments, options);
        double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return result.IsOk ? (elapsed, result) : throw new InvalidOperationException($"{result.Status}: {result.Error}");
    }

    /// <summary>Waits until every pool is full and the engine has nothing to do for it.</summary>
    public async Task FullAsync()
    {
        await _pool.UntilAsync(_waiting);
        await Task.Delay(Quiet);
    }

    /// <summary>Calls each in turn, every call finding a full pool; so many of each.</summary>
    public async Task<IReadOnlyList<PhaseSamples>> MeasureAsync(int runs, params (string Function, string Arguments)[] calls)
    {
        List<(SkillFunction Function, byte[] Arguments, PhaseSamples Samples)> all = [];
        // One catalogue for all, as a host has: functions of one skill then share what is known of its image.
        SkillCatalog catalog = await Host.LoadAsync();
        foreach ((string name, string arguments) in calls)
        {
            SkillFunction function = catalog.Find(name) ?? throw new InvalidOperationException($"No function {name}.");
            all.Add((function, System.Text.Encoding.UTF8.GetBytes(arguments), new PhaseSamples(name)));
        }

        for (int i = -WarmUp; i < runs; i++)
        {
            foreach ((SkillFunction function, byte[] arguments, PhaseSamples samples) in all)
            {
                await FullAsync();
                (double elapsed, InvocationResult result) = await CallAsync(function, arguments);
                samples.Cold += result.Container == SandboxKind.Warm ? 0 : 1;
                if (i >= 0)
                {
                    samples.Add(elapsed, result.Phases);
                }
            }
        }

        return [.. all.Select(call => call.Samples)];
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _pool.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Functions derived from code are known once their image is built.</summary>
    private static async Task ListAsync(BenchHost host)
    {
        SkillCatalog catalog = await host.LoadAsync();
        IReadOnlyList<Skill> unlisted = [.. catalog.Skills.Where(skill => catalog.Unlisted.Contains(skill.Name))];
        foreach (ImageBuildReport report in await host.Get<IImageBuilder>().BuildAsync(
            unlisted, new ImageBuildRequest(), new Progress<ImageBuildProgress>(), default))
        {
            _ = report.Image ?? throw new InvalidOperationException($"{report.Skill}: {report.Message}");
        }

        await host.LoadAsync();
    }
}
