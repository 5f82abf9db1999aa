using System.Diagnostics;
using System.Globalization;

namespace SkillHost.Bench;

/// <summary>Memory of a host that has loaded skills, has its background work running and waits: a process that does nothing else.</summary>
internal static class IdleMemoryBench
{
    public const string Child = "--idle-host";
    private const double Goal = 80;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(string imagesFolder, Report report, int skills)
    {
        Report.Section($"host with {skills} skills loaded and started, idle for {Wait.TotalSeconds:0} s, in a process of its own");
        DirectoryInfo folder = DiscoveryBench.MakeSkills(skills);
        try
        {
            // Started by hand and not as whatever started this process, so that nothing but a host can come of it.
            using Process child = Process.Start(new ProcessStartInfo("dotnet")
            {
                ArgumentList = { "exec", typeof(IdleMemoryBench).Assembly.Location, Child, folder.FullName, imagesFolder },
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }) ?? throw new InvalidOperationException("No dotnet command.");
            string? loaded = await child.StandardOutput.ReadLineAsync();
            _ = loaded == skills.ToString(CultureInfo.InvariantCulture)
                ? loaded : throw new InvalidOperationException($"Loaded {loaded} of {skills}.");
            await Task.Delay(Wait);
            string[] status = await File.ReadAllLinesAsync($"/proc/{child.Id}/status");
            string resident = status.First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            double megabytes = double.Parse(resident["VmRSS:".Length..^"kB".Length], CultureInfo.InvariantCulture) * 1024 / 1e6;
            child.StandardInput.Close();
            await child.WaitForExitAsync();
            report.Difference($"resident memory of a host with {skills} skills", megabytes, Goal, "MB");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What the child does: loads, starts, waits until it is told to end.</summary>
    public static async Task HostAsync(string skillsFolder, string imagesFolder)
    {
        await using BenchHost host = new(skillsFolder, imagesFolder);
        int skills = (await host.LoadAsync()).Skills.Count;
        await host.StartAsync();
        Console.WriteLine(skills.ToString(CultureInfo.InvariantCulture));
        await Console.In.ReadLineAsync();
    }
}
