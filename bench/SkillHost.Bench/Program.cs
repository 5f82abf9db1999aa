using System.Globalization;
using SkillHost.Bench;
using SkillHost.Containers;

if (args.Contains("--help"))
{
    Console.WriteLine("""
        bench/run.sh [--runs N] [--only <what>]
        memory|discovery|unchanged|stream|cold|egress|warm|mcp|held|exhausted|skills|callers|files|streaming|soak
        Measures SkillHost beside what one would use instead, in one run on one machine. Default 20 runs of everything; 200 of
        warm calls at least.
        """);
    return 0;
}

if (args is [IdleMemoryBench.Child, var skills, var runtimes])
{
    await IdleMemoryBench.HostAsync(skills, runtimes);
    return 0;
}

string root = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(root, "SkillHost.sln")))
{
    root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("Run this inside the repository.");
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and int at && at + 1 < args.Length ? args[at + 1] : null;
int runs = int.Parse(Option("--runs") ?? "20", CultureInfo.InvariantCulture);
bool Wanted(params string[] names) => Option("--only") is not { } only || names.Contains(only);
int warmRuns = Math.Max(200, runs);
using var places = new BenchPlaces(root);
string images = places.Images;
var report = new Report();

if (Wanted("memory"))
{
    await IdleMemoryBench.RunAsync(images, report, 100);
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
    await StreamingBench.RunAsync(places.Skills, images, report, warmRuns);
}

if (Wanted("soak"))
{
    await SoakBench.RunAsync(places.Skills, images, report, runs * 100);
}

if (Wanted("mcp"))
{
    await McpBench.RunAsync(places, report, warmRuns);
}

if (Wanted("held"))
{
    await HeldBench.RunAsync(places, report, warmRuns);
}

if (Wanted("skills"))
{
    await LoadBench.SkillsAsync(places, report, warmRuns);
}

if (Wanted("callers"))
{
    await LoadBench.CallersAsync(places, report, warmRuns);
}

if (Wanted("stream", "cold", "egress", "warm", "exhausted", "files"))
{
    await using var host = new BenchHost(places.Skills, images);
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
        await WarmBench.RunAsync(places, engine, report, warmRuns);
    }

    if (Wanted("exhausted"))
    {
        await ExhaustedBench.RunAsync(places, host, engine, report);
    }

    if (Wanted("files"))
    {
        await FilesBench.RunAsync(host, running, report, runs);
    }

}

report.Summary();
return 0;
