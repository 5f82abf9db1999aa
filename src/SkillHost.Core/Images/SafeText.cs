using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SkillHost.Images;

/// <summary>Text of skills and of build steps, made fit to be printed.</summary>
internal static partial class SafeText
{
    private const int SeenLength = 80;
    private const int LineLength = 500;

    /// <summary>What was seen: control characters escaped, cut to 80 characters.</summary>
    public static string Seen(string text)
    {
        var seen = new StringBuilder();
        foreach (char c in text.Length > SeenLength ? text[..(SeenLength - 1)] + '…' : text)
        {
            _ = IsPrintable(c) ? seen.Append(c) : seen.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return seen.ToString();
    }

    /// <summary>One line of output: terminal sequences and control characters removed, cut to 500 characters.</summary>
    public static string Line(string text)
    {
        string cut = text.Length > LineLength * 4 ? text[..(LineLength * 4)] : text;
        var line = new StringBuilder();
        foreach (char c in TerminalSequence().Replace(cut, "").Replace('\t', ' '))
        {
            _ = IsPrintable(c) ? line.Append(c) : line;
        }

        return line.Length > LineLength ? line.ToString(0, LineLength - 1) + '…' : line.ToString().TrimEnd();
    }

    // Format characters too: they reorder or hide what a person reads.
    private static bool IsPrintable(char c) =>
        !char.IsControl(c) && CharUnicodeInfo.GetUnicodeCategory(c) is not
            (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    [GeneratedRegex(@"\u001b(\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(\u0007|\u001b\\)|[@-Z\\^_])", RegexOptions.NonBacktracking)]
    private static partial Regex TerminalSequence();
}
