using SkillHost.Init.Native;
using SkillHost.Wire.Processes;

namespace SkillHost.Init.Files;

/// <summary>Looks through <c>/out</c>: bounded in depth, number and size, and never through a link.</summary>
internal sealed class OutSearch(long room)
{
    internal const int MaxVisited = 8192;

    private long _room = room;
    private int _visited;

    /// <summary>What is told whole.</summary>
    public List<FoundFile> Files { get; } = [];

    /// <summary>What is left out, and why.</summary>
    public List<(byte[] Path, LeftReason Reason)> Left { get; } = [];

    public void Run()
    {
        var root = Place.Open(FilePlaces.Out);
        if (root >= 0)
        {
            Look(root, [], 0);
            Fd.Close(ref root);
        }
    }

    private void Look(int folder, ReadOnlySpan<byte> prefix, int depth)
    {
        var entries = new FolderEntries(folder);
        while (entries.TryNext(out var name))
        {
            if (++_visited > MaxVisited)
            {
                LeaveOut([.. prefix, .. name], LeftReason.TooMany);
                return;
            }

            Take(folder, [.. prefix, .. name], name, depth);
        }
    }

    private void Take(int folder, byte[] path, ReadOnlySpan<byte> name, int depth)
    {
        if (!Place.TryStat(folder, name, out var kind, out var size))
        {
            LeaveOut(path, LeftReason.Unreadable);
        }
        else if (path.Length > FilePaths.MaxBytes || (kind == Linux.Folder && depth == FilePaths.MaxDepth))
        {
            LeaveOut(path, LeftReason.TooDeep);
        }
        else if (kind == Linux.Folder)
        {
            var inner = Place.OpenFolder(folder, name);
            if (inner < 0)
            {
                LeaveOut(path, LeftReason.Unreadable);
                return;
            }

            Look(inner, [.. path, (byte)'/'], depth + 1);
            Fd.Close(ref inner);
        }
        else
        {
            TakeFile(path, kind, size);
        }
    }

    private void TakeFile(byte[] path, int kind, long size)
    {
        if (kind != Linux.RegularFile)
        {
            LeaveOut(path, LeftReason.NotAFile);
        }
        else if (Files.Count == FilePaths.MaxFiles)
        {
            LeaveOut(path, LeftReason.TooMany);
        }
        else if (size > _room)
        {
            LeaveOut(path, LeftReason.TooLarge);
        }
        else
        {
            _room -= size;
            Files.Add(new FoundFile(path, size));
        }
    }

    private void LeaveOut(byte[] path, LeftReason reason)
    {
        // Some room stays for files that turn out to be unreadable.
        if (Left.Count < FilePaths.MaxFiles / 2)
        {
            Left.Add((path.Length > FilePaths.MaxBytes ? path[..FilePaths.MaxBytes] : path, reason));
        }
    }
}
