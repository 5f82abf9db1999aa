namespace SkillHost.Images.Contexts;

/// <summary>What the kernel says of a file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Executable">Whether its owner may execute it.</param>
/// <param name="Stamp">Its state.</param>
internal sealed record PosixStat(FolderItemKind Kind, bool Executable, FileStamp Stamp);
