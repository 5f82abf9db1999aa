namespace SkillHost.Docker.Usage.Bodies;

/// <summary>The engine's account of its disk. Engines from 29 on may speak of <c>ImageUsage</c> where older ones list images.</summary>
internal sealed record DiskBody
{
    public long LayersSize { get; init; }

    public IReadOnlyList<DiskRowBody>? Images { get; init; }

    public IReadOnlyList<DiskRowBody>? Containers { get; init; }

    public DiskUsageBody? ImageUsage { get; init; }

    public DiskUsageBody? ContainerUsage { get; init; }
}
