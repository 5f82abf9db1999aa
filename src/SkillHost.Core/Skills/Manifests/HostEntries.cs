using System.Globalization;
using System.Text.RegularExpressions;

namespace SkillHost.Skills.Manifests;

/// <summary>
/// Entries of an allow-list: <c>host:port</c>, the host in lower case and by name; <c>*.</c> only before two labels or more.
/// </summary>
internal static partial class HostEntries
{
    /// <summary>What an entry looks like.</summary>
    public const string Form = "\"host:port\" such as \"api.example.com:443\"";

    private const int LongestName = 253;
    private const string Label = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    /// <summary>What is wanted instead, or null when the entry is right.</summary>
    public static string? Misses(string entry)
    {
        Match match = entry.Length <= LongestName + ":65535".Length ? Entry().Match(entry) : Match.Empty;
        if (!match.Success || match.Groups["host"].Length > LongestName)
        {
            return entry.Contains('*', StringComparison.Ordinal)
                ? $"{Form}; a wildcard stands only at the front, before at least two labels, as in \"*.example.com:443\"" : Form;
        }

        string host = match.Groups["host"].Value;
        string last = host[(host.LastIndexOf('.') + 1)..];
        int port = int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture);
        return port is 0 or > ushort.MaxValue ? "a port from 1 to 65535"
            : Number().IsMatch(last) ? "a host by name, not by address"
            : last == "localhost" ? "a host other than this machine"
            : null;
    }

    [GeneratedRegex($@"^(?<host>((\*\.)?({Label}\.)+)?{Label}):(?<port>0|[1-9][0-9]{{0,4}})\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^([0-9]+|0x[0-9a-f]*)\z")]
    private static partial Regex Number();
}
