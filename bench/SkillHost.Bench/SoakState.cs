using System.Diagnostics;

namespace SkillHost.Bench;

/// <summary>What this process and the engine hold.</summary>
internal sealed record SoakState(int Descriptors, int Threads, double ResidentMiB, int OfEngine)
{
    /// <summary>Reads it once removals and background work have ended.</summary>
    public static async Task<SoakState> ReadAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(5));
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using Process self = Process.GetCurrentProcess();
        int engine = Process.GetProcessesByName("dockerd").Select(daemon => DescriptorsOf($"{daemon.Id}")).FirstOrDefault();
        return new SoakState(DescriptorsOf("self"), self.Threads.Count, self.WorkingSet64 / 1048576.0, engine);
    }

    public override string ToString() =>
        $"{Descriptors} descriptors, {Threads} threads, {ResidentMiB:0} MiB resident; dockerd {OfEngine} descriptors";

    private static int DescriptorsOf(string process)
    {
        try
        {
            return Directory.GetFileSystemEntries($"/proc/{process}/fd").Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
