namespace SkillHost.Images.Contexts;

/// <summary>An open folder whose author may be hostile and at work: nothing in it is ever followed.</summary>
internal interface IFolder : IDisposable
{
    /// <summary>The entries, lazily and unordered, so that a caller may stop at its own bound.</summary>
    IEnumerable<FolderItem> List();

    /// <summary>One entry, or null when it is not there.</summary>
    FolderItem? Find(string name);

    /// <summary>Opens a folder inside; throws <see cref="IOException"/> when it is something else by now.</summary>
    IFolder OpenFolder(string name);

    /// <summary>Opens a regular file; throws <see cref="IOException"/> when it is not the one listed. Never blocks on a FIFO.</summary>
    Stream OpenFile(FolderItem item);
}
