namespace SkillHost.Images.Building;

/// <summary>What tells that a program was replaced.</summary>
/// <param name="Written">Time of the last write.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct FileState(DateTime Written, long Length);
