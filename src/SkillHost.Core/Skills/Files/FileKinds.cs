namespace SkillHost.Skills.Files;

/// <summary>Tells what a path names without opening it, so that a pipe or device can never be waited for.</summary>
internal static class FileKinds
{
    /// <summary>The kind of <paramref name="path"/> itself; a link is a link.</summary>
    public static FileKind Of(string path) =>
        OperatingSystem.IsLinux() && Statx.TryKind(path, out FileKind kind, out _) ? kind : FromAttributes(path);

    /// <summary>The kind in words, for a failure's "seen".</summary>
    public static string Words(FileKind kind) => kind switch
    {
        FileKind.Missing => "nothing",
        FileKind.Regular => "a file",
        FileKind.Folder => "a folder",
        FileKind.Link => "a symbolic link",
        FileKind.Pipe => "a named pipe",
        FileKind.Socket => "a socket",
        FileKind.Device => "a device",
        _ => "a file that cannot be read",
    };

    private static FileKind FromAttributes(string path)
    {
        try
        {
            FileAttributes attributes = File.GetAttributes(path);
            return attributes.HasFlag(FileAttributes.ReparsePoint) ? FileKind.Link
                : attributes.HasFlag(FileAttributes.Directory) ? FileKind.Folder
                : FileKind.Regular;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return FileKind.Missing;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return FileKind.Unreadable;
        }
    }
}
