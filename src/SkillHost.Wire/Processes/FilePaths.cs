namespace SkillHost.Wire.Processes;

/// <summary>The relative paths that files may have on their way in and out of a container.</summary>
public static class FilePaths
{
    /// <summary>Bytes of a path.</summary>
    public const int MaxBytes = 512;

    /// <summary>Folders that a file may lie in, one within the other.</summary>
    public const int MaxDepth = 8;

    /// <summary>Files one way.</summary>
    public const int MaxFiles = 256;

    /// <summary>
    /// Whether <paramref name="path"/> stays where it is put, on every system: parts divided by <c>/</c>, none of them empty, <c>.</c> or
    /// <c>..</c>; no control or direction character, backslash or colon; at most 255 bytes a part.
    /// </summary>
    public static bool IsRight(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var parts = path.Split('/');
        return path.Length is > 0 and <= MaxBytes
            && System.Text.Encoding.UTF8.GetByteCount(path) <= MaxBytes
            && parts.Length <= MaxDepth + 1
            && Array.TrueForAll(parts, static part => part is not ("" or "." or "..") && System.Text.Encoding.UTF8.GetByteCount(part) <= 255)
            && path.EnumerateRunes().All(static rune => IsPlain(rune));
    }

    // A lone surrogate is enumerated as U+FFFD, which no name needs.
    private static bool IsPlain(System.Text.Rune rune) =>
        rune.Value is not ('\\' or ':' or 0xFFFD)
        && System.Text.Rune.GetUnicodeCategory(rune) is not (System.Globalization.UnicodeCategory.Control
            or System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator
            or System.Globalization.UnicodeCategory.ParagraphSeparator);
}
