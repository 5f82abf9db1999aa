namespace SkillHost.Containers;

/// <summary>Disk space of one container.</summary>
/// <param name="Id">Full id.</param>
/// <param name="Labels">Labels.</param>
/// <param name="WrittenBytes">Bytes it wrote on top of its image; none with a read-only root.</param>
public sealed record ContainerDisk(string Id, IReadOnlyDictionary<string, string> Labels, long WrittenBytes);
