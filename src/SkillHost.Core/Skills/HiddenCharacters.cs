using System.Globalization;
using System.Text;

namespace SkillHost.Skills;

/// <summary>
/// Characters that a person reading a manifest does not see but a model or a terminal does: controls, zero-width characters, direction
/// marks, tags, fillers.
/// </summary>
internal static class HiddenCharacters
{
    /// <summary>
    /// Index of the first hidden character, or -1. Line feed, carriage return and tab pass where <paramref name="lines"/> says so.
    /// </summary>
    public static int IndexIn(ReadOnlySpan<char> text, bool lines, out Rune found)
    {
        found = default;
        for (int at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text[at..], out found, out int length);
            bool layout = lines && found.Value is '\n' or '\r' or '\t';
            if (!layout && IsHidden(found))
            {
                return at;
            }

            at += length;
        }

        return -1;
    }

    /// <summary>Whether <paramref name="rune"/> is hidden, layout characters included.</summary>
    public static bool IsHidden(Rune rune)
    {
        if (rune.IsAscii)
        {
            return rune.Value is < 0x20 or 0x7F;
        }

        return IsFillerOrSelector(rune.Value) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
    }

    // Variation selectors 15 and 16 choose between text and emoji and stay; the others can carry hidden bytes.
    private static bool IsFillerOrSelector(int value) =>
        value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0
            or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0D) or (>= 0xE0000 and <= 0xE0FFF);
}
