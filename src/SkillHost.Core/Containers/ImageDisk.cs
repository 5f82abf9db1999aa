namespace SkillHost.Containers;

/// <summary>Disk space of one image.</summary>
/// <param name="Id"><c>sha256:…</c></param>
/// <param name="Labels">Labels.</param>
/// <param name="SizeBytes">Bytes of all its layers.</param>
/// <param name="SharedBytes">Bytes of them that other images have as well, and that its removal would not free.</param>
public sealed record ImageDisk(string Id, IReadOnlyDictionary<string, string> Labels, long SizeBytes, long SharedBytes);
