namespace SkillHost.Images.Contexts;

/// <summary>One entry of a build context.</summary>
/// <param name="Path">Path in the context, with <c>/</c>, without one in front.</param>
/// <param name="Item">What it is.</param>
/// <param name="Hash">SHA-256 of a file's bytes, in hex; empty for anything else.</param>
internal sealed record ContextEntry(string Path, FolderItem Item, string Hash)
{
    /// <summary>Adds what distinguishes it to a hash.</summary>
    public void AddTo(FieldHash hash)
    {
        hash.Add(Path);
        hash.Add($"{Item.Kind} {Item.Kind == FolderItemKind.File && Item.Executable} {Item.LinkTarget}");
        hash.Add(Hash);
    }
}
