namespace SkillHost.Images.Contexts;

/// <summary>A folder by its path, for systems other than Linux. No empty file is opened: a FIFO looks like one here.</summary>
internal sealed class PortableFolder(string path) : IFolder
{
    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    public IEnumerable<FolderItem> List() => new DirectoryInfo(path).EnumerateFileSystemInfos("*", All).Select(Item);

    public FolderItem? Find(string name)
    {
        string full = Path.Combine(path, name);
        FileSystemInfo info = Directory.Exists(full) ? new DirectoryInfo(full) : new FileInfo(full);
        return info.Exists || info.LinkTarget != null ? Item(info) : null;
    }

    public IFolder OpenFolder(string name)
    {
        return Find(name) is { Kind: FolderItemKind.Folder }
            ? new PortableFolder(Path.Combine(path, name))
            : throw new IOException($"{name} is no longer a folder");
    }

    public Stream OpenFile(FolderItem item)
    {
        if (item.Stamp.Size == 0)
        {
            return Stream.Null;
        }

        return Find(item.Name) is { Kind: FolderItemKind.File } now && now.Stamp == item.Stamp
            ? new FileStream(Path.Combine(path, item.Name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1)
            : throw new IOException($"{item.Name} changed while it was read");
    }

    public void Dispose()
    {
    }

    private static FolderItem Item(FileSystemInfo info)
    {
        FolderItemKind kind = info.LinkTarget != null ? FolderItemKind.Link
            : info is DirectoryInfo ? FolderItemKind.Folder
            : FolderItemKind.File;
        long size = kind == FolderItemKind.File ? ((FileInfo)info).Length : 0;

        // Windows has no such mode, so every file is executable there, as the engine's own command line has it.
        bool executable = OperatingSystem.IsWindows() || info.UnixFileMode.HasFlag(UnixFileMode.UserExecute);
        long modified = (info.LastWriteTimeUtc - DateTime.UnixEpoch).Ticks;
        return new FolderItem(info.Name, kind, executable, info.LinkTarget, new FileStamp(0, 0, size, modified, modified));
    }
}
