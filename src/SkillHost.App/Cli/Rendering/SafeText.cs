using System.Globalization;
using System.Text;

namespace SkillHost.App.Cli.Rendering;

/// <summary>Makes text from skills fit for a terminal: nothing in it can move the cursor, change colours or reorder letters.</summary>
internal static class SafeText
{
    /// <summary>Control and direction-changing characters become <c>\u001b</c>; line ends and tabs stay.</summary>
    public static string Clean(string text)
    {
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        StringBuilder clean = new(text.Length + 16);
        foreach (char c in text)
        {
            if (IsUnsafe(c))
            {
                clean.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                clean.Append(c);
            }
        }

        return clean.ToString();
    }

    /// <summary>The same on one line.</summary>
    public static string CleanLine(string text) => Clean(text.ReplaceLineEndings(" ")).Replace('\t', ' ');

    private static bool IsUnsafe(char c) =>
        c is not ('\n' or '\t') && (char.IsControl(c) || c is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069');
}
