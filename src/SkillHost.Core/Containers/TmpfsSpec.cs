namespace SkillHost.Containers;

/// <summary>A memory file system: always nosuid and nodev.</summary>
/// <param name="Target">Absolute path inside.</param>
/// <param name="SizeBytes">Bytes it can hold.</param>
/// <param name="Executable">Whether programs on it may be started. Default no.</param>
public sealed record TmpfsSpec(string Target, long SizeBytes, bool Executable = false)
{
    /// <summary>Files and folders it can hold. Default 4096.</summary>
    public int Inodes { get; init; } = 4096;
}
