namespace SkillHost.Docker.Usage.Bodies;

/// <summary>One kind of object on the engine's disk, as engines from 29 on account for it.</summary>
internal sealed record DiskUsageBody
{
    public long TotalSize { get; init; }

    public IReadOnlyList<DiskRowBody>? Items { get; init; }
}
