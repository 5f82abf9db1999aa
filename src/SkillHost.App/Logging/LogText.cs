using System.Globalization;
using System.Text;

namespace SkillHost.App.Logging;

/// <summary>Makes text fit for a log: one line, on which nothing can move the cursor, reorder letters or look like another entry.</summary>
internal static class LogText
{
    private const string Indent = "\n    ";

    /// <summary>Control and format characters and line ends become escapes such as <c>\n</c> and <c>\u001b</c>.</summary>
    public static string Escape(string text)
    {
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        StringBuilder safe = new(text.Length + 16);
        foreach (char c in text)
        {
            _ = c switch
            {
                '\n' => safe.Append("\\n"),
                '\r' => safe.Append("\\r"),
                '\t' => safe.Append("\\t"),
                _ when IsUnsafe(c) => safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => safe.Append(c),
            };
        }

        return safe.ToString();
    }

    /// <summary>
    /// The same for text of several lines, such as a stack trace: they stay lines, but all stand to the right of where entries begin.
    /// </summary>
    public static string EscapeLines(string text) =>
        Indent[1..] + string.Join(Indent, text.ReplaceLineEndings("\n").Split('\n').Select(Escape));

    private static bool IsUnsafe(char c) => char.IsControl(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
