namespace SkillHost.Init.Files;

/// <summary>A file to be told of, by its path below the place.</summary>
internal readonly record struct FoundFile(byte[] Path, long Size);
