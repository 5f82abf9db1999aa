namespace SkillHost.Images.Contexts;

/// <summary>Opens folders and files of build contexts.</summary>
internal static class Folders
{
    /// <summary>Opens the root of a context. Its own path may hold links: it is the operator's.</summary>
    public static IFolder Open(string path)
    {
        return !OperatingSystem.IsLinux() ? Portable(path) : PosixFolder.Open(path);
    }

    /// <summary>Opens a file of <paramref name="root"/>, following no link on the way.</summary>
    public static Stream OpenFile(IFolder root, string path, FolderItem item)
    {
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return root.OpenFile(item);
        }

        using IFolder folder = root.OpenFolder(path[..slash]);
        return OpenFile(folder, path[(slash + 1)..], item);
    }

    private static PortableFolder Portable(string path) =>
        Directory.Exists(path) ? new PortableFolder(path) : throw new IOException($"{Path.GetFileName(path)} is not a folder");
}
