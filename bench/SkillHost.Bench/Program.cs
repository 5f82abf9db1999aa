using System.Globalization;
using SkillHost.Bench;
using SkillHost.Containers;

if (args.Contains("--help"))
{
    Console.WriteLine("""
        bench/run.sh [--runs N] [--only memory|discovery|unchanged|stream|cold|egress|warm|files|streaming|soak]
        Measures SkillHost beside what one would use instead, in one run on one machine. Default 20 runs of everything.
        """);
    return 0;
}

string root = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(root, "SkillHost.sln")))
{
    root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("Run this inside the repository.");
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and int at && at + 1 < args.Length ? args[at + 1] : null;
int runs = int.Parse(Option("--runs") ?? "20", CultureInfo.InvariantCulture);
bool Wanted(string name) => (Option("--only") ?? name) == name;
string images = Path.Combine(root, "images");
var report = new Report();

if (Wanted("memory"))
{
    await IdleMemoryBench.RunAsync(images, 100);
}

if (Wanted("discovery"))
{
    await DiscoveryBench.RunAsync(images, 1000, 5);
}

if (Wanted("unchanged"))
{
    await UnchangedBuildBench.RunAsync(images, 100, 5);
}

if (Wanted("streaming"))
{
    await StreamingBench.RunAsync(Path.Combine(root, "bench", "skills"), images, report, Math.Max(200, runs));
}

if (Wanted("soak"))
{
    await SoakBench.RunAsync(Path.Combine(root, "bench", "skills"), images, report, runs * 100);
}

if (Wanted("stream") || Wanted("cold") || Wanted("egress") || Wanted("warm") || Wanted("files"))
{
    await using var host = new BenchHost(Path.Combine(root, "bench", "skills"), images);
    EngineInfo info = await host.Get<IContainerEngine>().GetInfoAsync(default);
    Report.Section(
        $"engine {info.Version}, API {info.ApiVersion}, cgroup v{info.CgroupVersion}, {info.Processors} processors, {info.Address}");
    using var engine = new RawEngine(new Uri(info.Address).AbsolutePath, info.ApiVersion);
    await using RunningContainer running = await RunningContainer.StartAsync(host, engine);
    if (Wanted("stream"))
    {
        await StreamBench.RunAsync(host, running, report, runs);
    }

    if (Wanted("cold"))
    {
        await ColdCallBench.RunAsync(host, running, report, runs);
    }

    if (Wanted("egress"))
    {
        await EgressBench.RunAsync(host, running, report, runs);
    }

    if (Wanted("warm"))
    {
        await WarmBench.RunAsync(Path.Combine(root, "bench", "skills"), images, running, report, Math.Max(200, runs));
    }

    if (Wanted("files"))
    {
        await FilesBench.RunAsync(host, running, report, runs);
    }

}

report.Summary();
return 0;
