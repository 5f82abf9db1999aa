using System.Globalization;
using System.Text;

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
            && Encoding.UTF8.GetByteCount(path) <= MaxBytes
            && parts.Length <= MaxDepth + 1
            && Array.TrueForAll(parts, IsPart)
            && path.EnumerateRunes().All(static rune => IsPlain(rune));
    }

    private static bool IsPart(string part) =>
        part is not ("" or "." or "..") && Encoding.UTF8.GetByteCount(part) <= 255;

    // A lone surrogate is enumerated as U+FFFD, which no name needs.
    private static bool IsPlain(Rune rune) =>
        rune.Value is not ('\\' or ':' or 0xFFFD)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control
            or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator);
}
