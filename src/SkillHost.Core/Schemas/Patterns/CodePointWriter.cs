using System.Globalization;
using System.Text;

namespace SkillHost.Schemas.Patterns;

/// <summary>Writes a set of code points as a .NET expression over UTF-16, which matches one whole code point or nothing.</summary>
internal static class CodePointWriter
{
    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;
    private const int FirstLow = 0xDC00;
    private const int FirstAstral = 0x10000;
    private const int RowLength = 0x400;

    /// <summary>The expression; one that never matches for an empty set.</summary>
    public static string Write(CodePoints set)
    {
        List<string> alternatives = [];
        IReadOnlyList<(int, int)> below = set.Within(0, FirstSurrogate - 1);
        string plane = string.Concat(below.Concat(set.Within(LastSurrogate + 1, FirstAstral - 1)).Select(Range));
        if (plane.Length > 0)
        {
            alternatives.Add($"[{plane}]");
        }

        // High surrogates that share their low ones share an alternative.
        foreach (IGrouping<string, int> highs in LowsByHigh(set).GroupBy(row => row.Value, row => row.Key))
        {
            CodePoints together = new();
            foreach (int high in highs)
            {
                together.Add(high, high);
            }

            alternatives.Add($"[{string.Concat(together.Within(0, CodePoints.Last).Select(Range))}][{highs.Key}]");
        }

        return alternatives.Count switch
        {
            0 => "[^\\u0000-\\uFFFF]",
            1 when plane.Length > 0 => alternatives[0],
            _ => $"(?:{string.Join('|', alternatives)})",
        };
    }

    /// <summary>One code point as an expression that a quantifier applies to as a whole.</summary>
    public static string Write(int codePoint)
    {
        if (codePoint < 128 && char.IsAsciiLetterOrDigit((char)codePoint))
        {
            return ((char)codePoint).ToString();
        }

        StringBuilder units = new();
        foreach (char unit in char.ConvertFromUtf32(codePoint))
        {
            units.Append(Unit(unit));
        }

        return codePoint < FirstAstral ? units.ToString() : $"(?:{units})";
    }

    private static SortedDictionary<int, string> LowsByHigh(CodePoints set)
    {
        SortedDictionary<int, string> lows = [];
        foreach ((int from, int to) in set.Within(FirstAstral, CodePoints.Last))
        {
            for (int row = from - (from % RowLength); row <= to; row += RowLength)
            {
                int high = FirstSurrogate + ((row - FirstAstral) / RowLength);
                (int first, int last) = (Math.Max(from, row) - row, Math.Min(to, row + RowLength - 1) - row);
                lows[high] = lows.GetValueOrDefault(high, "") + Range((FirstLow + first, FirstLow + last));
            }
        }

        return lows;
    }

    private static string Range((int From, int To) range) =>
        range.From == range.To ? Unit(range.From) : $"{Unit(range.From)}-{Unit(range.To)}";

    private static string Unit(int unit) => string.Create(CultureInfo.InvariantCulture, $"\\u{unit:X4}");
}
