using System.Text;
using System.Text.Json;

namespace SkillHost.Images.Dockerfiles;

/// <summary>Splits an instruction's text into words.</summary>
internal static class DockerfileWords
{
    /// <summary>Words separated by blanks that are not in quotes; quotes and escapes are kept.</summary>
    public static IReadOnlyList<string> Split(string text, char escape)
    {
        List<string> words = [];
        var word = new StringBuilder();
        char quote = '\0';
        for (int at = 0; at < text.Length; at++)
        {
            char c = text[at];
            if (quote == '\0' && c is ' ' or '\t')
            {
                Take(word, words);
                continue;
            }

            word.Append(c);
            if (c == escape && quote != '\'' && at + 1 < text.Length)
            {
                word.Append(text[++at]);
            }
            else if (quote == c)
            {
                quote = '\0';
            }
            else if (quote == '\0' && c is '"' or '\'')
            {
                quote = c;
            }
        }

        Take(word, words);
        return words;
    }

    /// <summary>The strings of a JSON array, or null when it is none.</summary>
    public static IReadOnlyList<string>? Json(string text)
    {
        if (!text.StartsWith('['))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<string[]>(text) is { } words && words.All(w => w != null) ? words : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A word without its quotes and escapes.</summary>
    public static string Unquote(string word, char escape)
    {
        var plain = new StringBuilder();
        char quote = '\0';
        for (int at = 0; at < word.Length; at++)
        {
            char c = word[at];
            if (c == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && c is '"' or '\'')
            {
                quote = c;
            }
            else
            {
                at += c == escape && quote != '\'' && at + 1 < word.Length ? 1 : 0;
                plain.Append(word[at]);
            }
        }

        return plain.ToString();
    }

    /// <summary>Whether the text has quotes or escapes, which this host does not interpret where a decision hangs on them.</summary>
    public static bool IsQuoted(string text, char escape) => text.AsSpan().IndexOfAny('"', '\'', escape) >= 0;

    /// <summary>Whether any word starts a here-document.</summary>
    public static bool HasHereDocument(string text, char escape) =>
        Json(text) == null && Split(text, escape).Any(w => IsHereDocument(w.TrimStart("0123456789".ToCharArray())));

    private static bool IsHereDocument(string word) =>
        word.StartsWith("<<", StringComparison.Ordinal) && word.TrimStart('<').TrimStart('-').Length > 0
        && word.LastIndexOf('<') == 1;

    private static void Take(StringBuilder word, List<string> words)
    {
        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }
}
