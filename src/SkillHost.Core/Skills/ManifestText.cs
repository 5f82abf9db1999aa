using System.Text;

namespace SkillHost.Skills;

/// <summary>Turns a manifest's bytes into text: UTF-8 without a byte order mark, holding nothing a reader cannot see.</summary>
internal static class ManifestText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, or null with a problem.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, Problems problems)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, ..] or [_, 0, ..])
        {
            problems.Add(default, "", "text in UTF-16 or UTF-32", "text in UTF-8");
            return null;
        }

        if (bytes is [0xEF, 0xBB, 0xBF, ..])
        {
            problems.Add(default, "", "a byte order mark", "text in UTF-8 without one");
            return null;
        }

        try
        {
            string text = Strict.GetString(bytes);
            return AllVisible(text, problems) ? text : null;
        }
        catch (DecoderFallbackException e)
        {
            problems.Add(
                PlaceOf(Encoding.Latin1.GetString(bytes[..e.Index])), "", $"the byte 0x{e.BytesUnknown![0]:X2}, which is not UTF-8",
                "text in UTF-8");
            return null;
        }
    }

    private static bool AllVisible(string text, Problems problems)
    {
        int at = HiddenCharacters.IndexIn(text, lines: true, out Rune found);
        if (at >= 0)
        {
            problems.Add(
                PlaceOf(text[..at]), "", $"the character {Shown.CodePoint(found)}",
                "text without control, zero-width or direction characters");
        }

        return at < 0;
    }

    private static SourcePlace PlaceOf(string before)
    {
        int line = before.AsSpan().Count('\n') + 1;
        return new SourcePlace(line, before.Length - before.LastIndexOf('\n'));
    }
}
