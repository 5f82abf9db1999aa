using System.Formats.Tar;
using System.Text;

namespace SkillHost.Images.Contexts;

/// <summary>Writes a build context as a tar: root owns everything, times are zero, modes are 0755 or 0644.</summary>
internal static class ContextTar
{
    private const UnixFileMode Plain =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Program = Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode Init = Program & ~UnixFileMode.UserWrite;

    /// <summary>Writes a folder's entries under <paramref name="prefix"/>; throws when one is not what was hashed.</summary>
    public static async Task WriteAsync(TarWriter tar, BuildContext context, string prefix, CancellationToken cancellationToken)
    {
        if (prefix.Length > 0)
        {
            await tar.WriteEntryAsync(Entry(TarEntryType.Directory, prefix, Program), cancellationToken);
        }

        if (context.Entries.Count > 0)
        {
            using IFolder root = Folders.Open(context.Folder);
            foreach (ContextEntry entry in context.Entries)
            {
                await WriteAsync(tar, root, entry, prefix + entry.Path, cancellationToken);
            }
        }
    }

    /// <summary>Writes a file the host made.</summary>
    public static async Task WriteAsync(TarWriter tar, string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        GnuTarEntry entry = Entry(TarEntryType.RegularFile, path, Plain);
        entry.DataStream = new MemoryStream(content.ToArray(), writable: false);
        await tar.WriteEntryAsync(entry, cancellationToken);
    }

    /// <summary>Writes a text file the host made.</summary>
    public static Task WriteAsync(TarWriter tar, string path, string content, CancellationToken cancellationToken) =>
        WriteAsync(tar, path, Encoding.UTF8.GetBytes(content), cancellationToken);

    /// <summary>
    /// An archive of process 1 and of the network files that the engine then need not make, to be unpacked over any image: unpacking
    /// replaces a file or link the author put in its place, where copying would follow it.
    /// </summary>
    public static byte[] OfInit(byte[] program)
    {
        using var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, TarEntryFormat.Gnu, leaveOpen: true))
        {
            string path = ReservedNames.Init[1..];
            tar.WriteEntry(Entry(TarEntryType.Directory, path[..(path.IndexOf('/', StringComparison.Ordinal) + 1)], Program));
            Write(tar, path, Init, program);
            tar.WriteEntry(Entry(TarEntryType.Directory, "etc/", Program));
            Write(tar, "etc/hosts", Plain, "127.0.0.1 localhost skill\n::1 localhost\n"u8);
            Write(tar, "etc/resolv.conf", Plain, "nameserver 127.0.0.1\nsearch .\n"u8);
        }

        return archive.ToArray();
    }

    private static void Write(TarWriter tar, string path, UnixFileMode mode, ReadOnlySpan<byte> content)
    {
        GnuTarEntry entry = Entry(TarEntryType.RegularFile, path, mode);
        entry.DataStream = new MemoryStream(content.ToArray(), writable: false);
        tar.WriteEntry(entry);
    }

    private static async Task WriteAsync(TarWriter tar, IFolder root, ContextEntry entry, string path, CancellationToken cancellationToken)
    {
        if (entry.Item.Kind != FolderItemKind.File)
        {
            bool folder = entry.Item.Kind == FolderItemKind.Folder;
            GnuTarEntry other = Entry(folder ? TarEntryType.Directory : TarEntryType.SymbolicLink, folder ? path + "/" : path, Program);
            if (entry.Item.LinkTarget is { } target)
            {
                other.LinkName = target;
            }

            await tar.WriteEntryAsync(other, cancellationToken);
            return;
        }

        await using Stream file = Folders.OpenFile(root, entry.Path, entry.Item);
        await using var hashed = new HashingStream(file);
        GnuTarEntry sent = Entry(TarEntryType.RegularFile, path, entry.Item.Executable ? Program : Plain);
        sent.DataStream = new ExactStream(hashed, entry.Item.Stamp.Size);
        await tar.WriteEntryAsync(sent, cancellationToken);
        if (hashed.Hash != entry.Hash)
        {
            throw new ContextChangedException($"{entry.Path} changed while it was sent");
        }
    }

    private static GnuTarEntry Entry(TarEntryType type, string path, UnixFileMode mode)
    {
        var entry = new GnuTarEntry(type, path) { Mode = mode, ModificationTime = DateTimeOffset.UnixEpoch, Uid = 0, Gid = 0 };
        entry.AccessTime = DateTimeOffset.UnixEpoch;
        entry.ChangeTime = DateTimeOffset.UnixEpoch;
        return entry;
    }
}
