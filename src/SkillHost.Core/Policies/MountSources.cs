using SkillHost.Skills.Files;

namespace SkillHost.Policies;

/// <summary>
/// Judges whether a folder of the host may be mounted: by its path as written, by where it really is, and by what it holds.
/// </summary>
internal static class MountSources
{
    /// <summary>
    /// Why not, in words that follow "the folder" and hold no path of the host; null, with the canonical path, when it may. Where
    /// <paramref name="roots"/> is not null, the folder must lie in one of them.
    /// </summary>
    public static string? Misses(string path, IReadOnlyList<string>? roots, out string canonical)
    {
        canonical = path;
        string? reason = MissesAsWritten(path) ?? CanonicalPath.Resolve(path, out canonical);
        if (reason is not null)
        {
            return reason;
        }

        string real = canonical;
        return ForbiddenSources.Reason(real)
            ?? (FileKinds.Of(real) == FileKind.Folder ? null : "is not a folder")
            ?? (IsBelow(real, roots) ? null : "lies in none of the folders that may be mounted from")
            ?? ForbiddenSources.ReasonByContent(real)
            ?? OpenToAll(real);
    }

    /// <summary>The same under everything that <paramref name="options"/> say.</summary>
    public static string? Misses(string path, PolicyOptions options, out string canonical) =>
        Misses(path, options.MountRoots, out canonical) ?? OfTheHost(canonical, options.HostFolders);

    /// <summary>What is wrong with the path's text, or with the place it names before links are followed.</summary>
    public static string? MissesAsWritten(string path)
    {
        string text = path.Length > 1 && OperatingSystem.IsWindows() && path[1] == ':' ? path[2..] : path;
        if (path.Length == 0 || !Path.IsPathFullyQualified(path))
        {
            return "is not an absolute path";
        }

        if (text.Any(c => char.IsControl(c) || c is ':' or ','))
        {
            return "has a control character, a colon or a comma in its path";
        }

        string[] parts = text.TrimEnd('/').Split('/', '\\');
        return parts.Skip(1).Any(part => part is "" or "." or "..")
            ? "has an empty part, or . or .. as a part, in its path"
            : ForbiddenSources.Reason(path);
    }

    private static bool IsBelow(string real, IReadOnlyList<string>? roots) =>
        roots is null || roots.Any(root => CanonicalPath.Resolve(root, out string realRoot) is null && PathOrder.IsWithin(real, realRoot));

    private static string? OfTheHost(string real, IReadOnlyList<string> folders)
    {
        foreach (string folder in folders)
        {
            string own = CanonicalPath.Resolve(folder, out string resolved) is null ? resolved : folder;
            if (PathOrder.IsWithin(real, own) || PathOrder.IsWithin(own, real))
            {
                return "is, holds or lies in a folder of the host's own, which no skill is given";
            }
        }

        return null;
    }

    // Whoever may write to a folder on the way could put another in this one's place after the check.
    private static string? OpenToAll(string real)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        for (string? above = Path.GetDirectoryName(real); above is not null; above = Path.GetDirectoryName(above))
        {
            UnixFileMode mode = File.GetUnixFileMode(above);
            if (mode.HasFlag(UnixFileMode.OtherWrite) && !mode.HasFlag(UnixFileMode.StickyBit))
            {
                return "lies below a folder that every user may change";
            }
        }

        return null;
    }
}
