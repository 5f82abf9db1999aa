using System.IO.Enumeration;
using Microsoft.Win32.SafeHandles;

namespace SkillHost.Images.Contexts;

/// <summary>A folder held by descriptor, so that a path swapped for a link while it is read changes nothing.</summary>
internal sealed class PosixFolder : IFolder
{
    private static readonly EnumerationOptions All = new() { AttributesToSkip = 0, IgnoreInaccessible = false };
    private readonly SafeFileHandle _handle;

    private PosixFolder(SafeFileHandle handle) => _handle = handle;

    private int Descriptor => (int)_handle.DangerousGetHandle();

    // The descriptor's own path: it names the folder that is open, whatever has become of its name.
    private string Path => $"/proc/self/fd/{Descriptor}";

    public static PosixFolder Open(string path) => new(Posix.OpenFolder(Posix.WorkingDirectory, path, follow: true));

    public IEnumerable<FolderItem> List()
    {
        var names = new FileSystemEnumerable<string>(Path, (ref FileSystemEntry entry) => entry.FileName.ToString(), All);
        foreach (string name in names)
        {
            if (Find(name) is { } item)
            {
                yield return item;
            }
        }
    }

    public FolderItem? Find(string name)
    {
        if (Posix.Stat(Descriptor, name) is not { } stat)
        {
            return null;
        }

        string? target = stat.Kind == FolderItemKind.Link ? new FileInfo($"{Path}/{name}").LinkTarget : null;
        return new FolderItem(name, stat.Kind, stat.Executable, target, stat.Stamp);
    }

    public IFolder OpenFolder(string name) => new PosixFolder(Posix.OpenFolder(Descriptor, name, follow: false));

    public Stream OpenFile(FolderItem item)
    {
        SafeFileHandle handle = Posix.OpenFile(Descriptor, item.Name);
        var stat = Posix.Stat((int)handle.DangerousGetHandle(), "");
        if (stat is not { Kind: FolderItemKind.File } || stat.Stamp != item.Stamp)
        {
            handle.Dispose();
            throw new IOException($"{item.Name} changed while it was read");
        }

        return new FileStream(handle, FileAccess.Read, bufferSize: 0);
    }

    public void Dispose() => _handle.Dispose();
}
