using System.Text;
using System.Text.RegularExpressions;

namespace SkillHost.Images.Contexts;

/// <summary>One line of a <c>.dockerignore</c>.</summary>
internal sealed class IgnorePattern
{
    private readonly Regex _regex;
    private readonly string _fixedPrefix;

    private IgnorePattern(bool negated, Regex regex, string fixedPrefix)
    {
        Negated = negated;
        _regex = regex;
        _fixedPrefix = fixedPrefix;
    }

    /// <summary>Whether what matches is sent after all.</summary>
    public bool Negated { get; }

    /// <summary>The pattern of a line, or null for one that cannot be read.</summary>
    public static IgnorePattern? Parse(string line)
    {
        bool negated = line.StartsWith('!');
        string pattern = Clean(negated ? line[1..].Trim() : line);
        try
        {
            return pattern.Length == 0 ? null : Create(negated, pattern);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether the path itself matches.</summary>
    public bool Matches(string path) => _regex.IsMatch(path);

    /// <summary>Whether something inside the folder could match.</summary>
    public bool MayMatchInside(string folder)
    {
        string inside = folder + "/";
        return inside.StartsWith(_fixedPrefix, StringComparison.Ordinal) || _fixedPrefix.StartsWith(inside, StringComparison.Ordinal);
    }

    private static IgnorePattern Create(bool negated, string pattern)
    {
        int wild = pattern.AsSpan().IndexOfAny("*?[\\");
        string prefix = wild < 0 ? pattern : pattern[..wild];
        var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline;
        return new IgnorePattern(negated, new Regex(Translate(pattern), options), prefix);
    }

    // As a path is cleaned: no empty or "." element, ".." takes the one before, nothing at either end.
    private static string Clean(string pattern)
    {
        List<string> parts = [];
        foreach (string part in pattern.Split('/').Where(p => p is not ("" or ".")))
        {
            if (part != "..")
            {
                parts.Add(part);
            }
            else if (parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
        }

        return string.Join('/', parts);
    }

    private static string Translate(string pattern)
    {
        var regex = new StringBuilder("^");
        for (int at = 0; at < pattern.Length; at++)
        {
            at += Append(regex, pattern, at);
        }

        return regex.Append('$').ToString();
    }

    // Appends what stands at a place and returns how many characters beyond the first were used.
    private static int Append(StringBuilder regex, string pattern, int at)
    {
        string rest = pattern[at..];
        if (rest.StartsWith("**", StringComparison.Ordinal))
        {
            bool slash = rest.Length > 2 && rest[2] == '/';
            regex.Append(rest.Length == 2 ? ".*" : "(.*/)?");
            return slash ? 2 : 1;
        }

        switch (rest[0])
        {
            case '*':
                regex.Append("[^/]*");
                return 0;
            case '?':
                regex.Append("[^/]");
                return 0;
            case '[':
                return AppendClass(regex, rest);
            case '\\' when rest.Length > 1:
                regex.Append(Regex.Escape(rest[1..2]));
                return 1;
            case '\\':
                throw new ArgumentException("nothing after the backslash");
            default:
                regex.Append(Regex.Escape(rest[..1]));
                return 0;
        }
    }

    private static int AppendClass(StringBuilder regex, string rest)
    {
        int end = rest.IndexOf(']', 1);
        if (end < 2)
        {
            throw new ArgumentException("no closing bracket");
        }

        // Only ranges and characters: an opening bracket inside would mean a subtraction to .NET alone.
        string content = rest[1..end].Replace("[", "\\[", StringComparison.Ordinal);
        regex.Append('[').Append(content).Append(']');
        return end;
    }
}
