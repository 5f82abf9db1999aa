using System.Globalization;

namespace SkillHost.Schemas.Values;

/// <summary>Looks for surrogates in the escapes of JSON strings.</summary>
internal static class Surrogates
{
    private const int EscapeLength = 6;

    /// <summary>Whether <paramref name="text"/>, the inside of a valid JSON string, escapes half a pair.</summary>
    public static bool HasLone(ReadOnlySpan<byte> text)
    {
        bool high = false;
        for (int at = 0; at < text.Length;)
        {
            if (text[at] != '\\' || text[at + 1] != 'u')
            {
                if (high)
                {
                    return true;
                }

                at += text[at] == '\\' ? 2 : 1;
                continue;
            }

            char unit = (char)ushort.Parse(text.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (high != char.IsLowSurrogate(unit))
            {
                return true;
            }

            high = char.IsHighSurrogate(unit);
            at += EscapeLength;
        }

        return high;
    }
}
