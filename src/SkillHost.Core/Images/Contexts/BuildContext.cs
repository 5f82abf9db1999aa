namespace SkillHost.Images.Contexts;

/// <summary>What of a folder is sent to the engine: everything its <c>.dockerignore</c> leaves, in ordinal order of paths.</summary>
/// <param name="Folder">Absolute path of the folder.</param>
/// <param name="Entries">The entries.</param>
/// <param name="Hash">SHA-256 over names, kinds, executable bits and bytes, in hex; the same wherever and whenever the folder is.</param>
internal sealed record BuildContext(string Folder, IReadOnlyList<ContextEntry> Entries, string Hash)
{
    private const string Manifest = "skill.yaml";

    /// <summary>
    /// The same hash without the manifest, for whoever judges what that says by its meaning. As portable as <see cref="Hash"/>.
    /// </summary>
    public string FilesHash()
    {
        using FieldHash hash = new("files");
        foreach (ContextEntry entry in Entries.Where(entry => entry.Path != Manifest))
        {
            entry.AddTo(hash);
        }

        return hash.ToString();
    }

    /// <summary>Nothing.</summary>
    public static BuildContext Empty { get; } = new("", [], "");
}
