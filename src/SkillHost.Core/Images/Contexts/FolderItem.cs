namespace SkillHost.Images.Contexts;

/// <summary>One entry of a folder as it was when listed.</summary>
/// <param name="Name">Name in its folder.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Executable">Whether its owner may execute it.</param>
/// <param name="LinkTarget">Where a link points, as written; null otherwise.</param>
/// <param name="Stamp">Its state.</param>
internal sealed record FolderItem(string Name, FolderItemKind Kind, bool Executable, string? LinkTarget, FileStamp Stamp);
