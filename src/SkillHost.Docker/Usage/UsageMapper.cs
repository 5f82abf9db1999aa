using SkillHost.Containers;
using SkillHost.Docker.Usage.Bodies;

namespace SkillHost.Docker.Usage;

/// <summary>Translates what the engine measured.</summary>
internal static class UsageMapper
{
    // Pages that were read and not touched since go first when memory is short: cgroup 1, then cgroup 2.
    private static readonly string[] Reclaimable = ["total_inactive_file", "inactive_file"];

    /// <summary>The usage, or null for a container that does not run.</summary>
    public static ContainerUsage? Map(StatsBody body) => body is { Memory: { Limit: > 0 } memory, Now: { } now }
        ? new ContainerUsage(Processors(now, body.Before ?? new CpuBody()), Used(memory), memory.Limit, body.Pids?.Current ?? 0)
        : null;

    public static EngineDisk Map(DiskBody body) => new(
        body.ImageUsage?.TotalSize ?? body.LayersSize,
        [.. (body.ImageUsage?.Items ?? body.Images ?? []).Select(row =>
            new ImageDisk(row.Id, row.Labels ?? new Dictionary<string, string>(), row.Size, Math.Max(0, row.SharedSize)))],
        [.. (body.ContainerUsage?.Items ?? body.Containers ?? []).Select(row =>
            new ContainerDisk(row.Id, row.Labels ?? new Dictionary<string, string>(), row.SizeRw))]);

    private static double Processors(CpuBody now, CpuBody before)
    {
        double own = (now.Usage?.Total ?? 0) - (before.Usage?.Total ?? 0);
        double machine = now.System - before.System;
        return own > 0 && machine > 0 ? own / machine * Math.Max(1, now.Processors) : 0;
    }

    private static long Used(MemoryBody memory)
    {
        long cache = Reclaimable.Select(name => memory.Stats?.GetValueOrDefault(name) ?? 0).FirstOrDefault(bytes => bytes > 0);
        return cache < memory.Usage ? memory.Usage - cache : memory.Usage;
    }
}
