namespace SkillHost.Images.Contexts;

/// <summary>What tells one state of a file from another without reading it.</summary>
/// <param name="Device">File system; 0 where the system does not say.</param>
/// <param name="Inode">File; 0 where the system does not say.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedTicks">Time of the last write, in 100 ns since 1970.</param>
/// <param name="ChangedTicks">Time of the last change of any kind, in 100 ns since 1970; no ordinary user can set it back.</param>
internal sealed record FileStamp(ulong Device, ulong Inode, long Size, long ModifiedTicks, long ChangedTicks);
