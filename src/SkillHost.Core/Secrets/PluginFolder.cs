namespace SkillHost.Secrets;

/// <summary>Judges whether code may be loaded from a folder into the host.</summary>
internal static class PluginFolder
{
    private const UnixFileMode OthersMayWrite = UnixFileMode.OtherWrite | UnixFileMode.GroupWrite;

    /// <summary>Why not, in words that follow "a folder that", or null.</summary>
    public static string? Misses(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        return (File.GetUnixFileMode(folder) & OthersMayWrite) != 0 ? "its group or every user may write to"
            : Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Any(MayBeChanged)
                ? "holds something its group or every user may write to"
            : null;
    }

    private static bool MayBeChanged(string entry) => !OperatingSystem.IsWindows()
        && new FileInfo(entry).LinkTarget is null && (File.GetUnixFileMode(entry) & OthersMayWrite) != 0;
}
