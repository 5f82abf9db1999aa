namespace SkillHost.Containers;

/// <summary>Disk space as the engine accounts for it.</summary>
/// <param name="LayersBytes">Bytes of all layers of all images, each layer once.</param>
/// <param name="Images">Every image that has a name or runs.</param>
/// <param name="Containers">Every container.</param>
public sealed record EngineDisk(long LayersBytes, IReadOnlyList<ImageDisk> Images, IReadOnlyList<ContainerDisk> Containers);
