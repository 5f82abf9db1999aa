using System.Diagnostics;

namespace SkillHost.Bench;

/// <summary>Memory of a host that has loaded skills and waits.</summary>
internal static class IdleMemoryBench
{
    public static async Task RunAsync(string imagesFolder, int skills)
    {
        Report.Section($"idle memory with {skills} skills loaded (this process, bench included)");
        DirectoryInfo folder = DiscoveryBench.MakeSkills(skills);
        await using var host = new BenchHost(folder.FullName, imagesFolder);
        await host.LoadAsync();
        folder.Delete(recursive: true);
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using Process self = Process.GetCurrentProcess();
        Console.WriteLine(
            $"  resident {self.WorkingSet64 / 1048576.0:0} MiB, "
            + $"managed {GC.GetTotalMemory(forceFullCollection: true) / 1048576.0:0.0} MiB");
    }
}
