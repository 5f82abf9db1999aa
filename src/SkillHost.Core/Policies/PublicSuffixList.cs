using System.Globalization;

namespace SkillHost.Policies;

/// <summary>
/// The list of domains below which strangers register names, in the form of publicsuffix.org: a rule a line, <c>*.</c> for any one label,
/// <c>!</c> for an exception, <c>//</c> before remarks.
/// </summary>
public sealed class PublicSuffixList
{
    /// <summary>Where Debian's package <c>publicsuffix</c> has it, which libcurl and others bring along.</summary>
    public const string SystemPath = "/usr/share/publicsuffix/public_suffix_list.dat";

    private readonly HashSet<string> _rules = new(StringComparer.Ordinal);
    private readonly HashSet<string> _wildcards = new(StringComparer.Ordinal);
    private readonly HashSet<string> _exceptions = new(StringComparer.Ordinal);

    private PublicSuffixList()
    {
    }

    /// <summary>Reads rules; a line that is none is passed over.</summary>
    public static PublicSuffixList Parse(IEnumerable<string> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        PublicSuffixList list = new();
        IdnMapping names = new();
        foreach (string line in lines)
        {
            string rule = line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
            if (rule.Length > 0 && !rule.StartsWith("//", StringComparison.Ordinal))
            {
                list.Add(rule, names);
            }
        }

        return list;
    }

    /// <summary>The machine's list, or an empty one where it has none.</summary>
    public static PublicSuffixList OfSystem()
    {
        try
        {
            return Parse(File.ReadLines(SystemPath));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new PublicSuffixList();
        }
    }

    /// <summary>Whether <paramref name="domain"/>, in lower case and ASCII, is one.</summary>
    public bool Holds(string domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        int dot = domain.IndexOf('.', StringComparison.Ordinal);
        return !_exceptions.Contains(domain)
            && (_rules.Contains(domain) || (dot > 0 && _wildcards.Contains(domain[(dot + 1)..])));
    }

    private void Add(string rule, IdnMapping names)
    {
        (HashSet<string> set, string domain) = rule[0] == '!' ? (_exceptions, rule[1..])
            : rule.StartsWith("*.", StringComparison.Ordinal) ? (_wildcards, rule[2..])
            : (_rules, rule);
        try
        {
            set.Add(names.GetAscii(domain).ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            // No name at all.
        }
    }
}
