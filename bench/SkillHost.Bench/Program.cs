using SkillHost.Bench;
using SkillHost.Containers;

if (args.Contains("--help"))
{
    Console.WriteLine("bench/run.sh [--runs N]   Measures SkillHost beside what one would use instead, in one run on one machine. Default 20 runs.");
    return 0;
}

string root = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(root, "SkillHost.sln")))
{
    root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("Run this inside the repository.");
}

int runs = Array.IndexOf(args, "--runs") is >= 0 and int at ? int.Parse(args[at + 1], System.Globalization.CultureInfo.InvariantCulture) : 20;
string images = Path.Combine(root, "images");
var report = new Report();

await IdleMemoryBench.RunAsync(images, 100);
await DiscoveryBench.RunAsync(images, 1000, 5);
await UnchangedBuildBench.RunAsync(images, 100, 5);
await using (var host = new BenchHost(Path.Combine(root, "bench", "skills"), images))
{
    EngineInfo info = await host.Get<IContainerEngine>().GetInfoAsync(default);
    Report.Section($"engine {info.Version}, API {info.ApiVersion}, cgroup v{info.CgroupVersion}, {info.Processors} processors, {info.Address}");
    using var engine = new RawEngine(new Uri(info.Address).AbsolutePath, info.ApiVersion);
    await using RunningContainer running = await RunningContainer.StartAsync(host, engine);
    await StreamBench.RunAsync(host, running, report, runs);
    await ColdCallBench.RunAsync(host, running, report, runs);
}

report.Summary();
return 0;
