using SkillHost.Skills;

namespace SkillHost.Images.Contexts;

/// <summary>Finds what of one folder is sent to the engine, within bounds, and hashes it.</summary>
internal sealed class ContextScanner(string name, ContextBounds bounds, FileHashes hashes, ICollection<SkillFailure> failures)
{
    private readonly SortedDictionary<string, FolderItem> _items = new(StringComparer.Ordinal);
    private IgnorePatterns _ignored = new([]);
    private int _visits;
    private long _bytes;
    private bool _full;

    /// <summary>The context, or null when something is wrong with the folder.</summary>
    public BuildContext? Scan(string folder, CancellationToken cancellationToken)
    {
        int before = failures.Count;
        try
        {
            using IFolder root = Folders.Open(folder);
            _ignored = ReadIgnored(root);
            Walk(root, "", 1, cancellationToken);
            LinkRules.Check(name, _items, failures);
            return failures.Count > before ? null : Hash(folder, root, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail("", e is IOException ? e.Message : "a file that may not be read", "a folder that can be read and is left alone meanwhile");
            return null;
        }
    }

    private IgnorePatterns ReadIgnored(IFolder root)
    {
        string file = $"{name}/{IgnorePatterns.FileName}";
        return SmallFile.Read(root, IgnorePatterns.FileName, file, failures) is { } text
            ? IgnorePatterns.Parse(text, file, failures)
            : new IgnorePatterns([]);
    }

    private void Walk(IFolder folder, string prefix, int depth, CancellationToken cancellationToken)
    {
        List<FolderItem> inside = [];
        foreach (FolderItem item in folder.List().TakeWhile(_ => !_full))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Look(item, prefix))
            {
                inside.Add(item);
            }
        }

        foreach (FolderItem item in inside.TakeWhile(_ => !_full))
        {
            Enter(folder, item, prefix + item.Name, depth, cancellationToken);
        }
    }

    // Takes an entry, unless it is left out, and tells whether to look inside it.
    private bool Look(FolderItem item, string prefix)
    {
        string path = prefix + item.Name;
        bool excluded = path == IgnorePatterns.FileName || _ignored.Excludes(path);
        if (++_visits > bounds.Visits)
        {
            Overflow(prefix, $"over {bounds.Visits} entries, ignored ones included");
        }
        else if (!excluded)
        {
            Add(path, item);
        }

        return item.Kind == FolderItemKind.Folder && (!excluded || _ignored.MayIncludeInside(path));
    }

    private void Enter(IFolder folder, FolderItem item, string path, int depth, CancellationToken cancellationToken)
    {
        if (depth >= bounds.Depth)
        {
            Overflow(path, $"over {bounds.Depth} folders inside each other");
            return;
        }

        using IFolder inner = folder.OpenFolder(item.Name);
        Walk(inner, path + "/", depth + 1, cancellationToken);
    }

    private void Add(string path, FolderItem item)
    {
        if (item.Kind == FolderItemKind.Special)
        {
            Fail(path, "a FIFO, socket or device", "files, folders and links only");
            return;
        }

        if (path.Split('/')[0].StartsWith(ReservedNames.Prefix, StringComparison.OrdinalIgnoreCase))
        {
            Fail(path, item.Name, $"a name that does not start with {ReservedNames.Prefix}, which is the host's");
            return;
        }

        _items[path] = item;
        _bytes += item.Kind == FolderItemKind.File ? item.Stamp.Size : 0;
        if (_bytes > bounds.Bytes)
        {
            Overflow(path, $"{_bytes} bytes or more");
        }
        else if (_items.Count > bounds.Entries)
        {
            Overflow("", $"over {bounds.Entries} entries");
        }
    }

    private void Overflow(string path, string seen)
    {
        _full = true;
        string most = $"at most {bounds.Bytes} bytes in {bounds.Entries} entries, {bounds.Depth} folders deep";
        Fail(path, seen, $"{most}; {IgnorePatterns.FileName} leaves files out");
    }

    private BuildContext Hash(string folder, IFolder root, CancellationToken cancellationToken)
    {
        using var hash = new FieldHash("context");
        List<ContextEntry> entries = [];
        foreach ((string path, FolderItem item) in _items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string content = item.Kind == FolderItemKind.File ? hashes.Get(root, path, item) : "";
            entries.Add(new ContextEntry(path, item, content));
            entries[^1].AddTo(hash);
        }

        return new BuildContext(folder, entries, hash.ToString());
    }

    private void Fail(string path, string seen, string wanted) => failures.Add(new SkillFailure
    {
        File = path.Length == 0 ? name : SafeText.Seen($"{name}/{path}".TrimEnd('/')),
        Seen = SafeText.Seen(seen),
        Wanted = wanted,
    });
}
