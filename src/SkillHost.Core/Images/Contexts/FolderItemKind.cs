namespace SkillHost.Images.Contexts;

/// <summary>What an entry of a folder is.</summary>
internal enum FolderItemKind
{
    /// <summary>Regular file.</summary>
    File,

    /// <summary>Folder.</summary>
    Folder,

    /// <summary>Symbolic link, never followed.</summary>
    Link,

    /// <summary>FIFO, socket or device, never opened.</summary>
    Special,
}
