using System.Text.RegularExpressions;
using SkillHost.Skills;

namespace SkillHost.Policies.Configuration;

/// <summary>Reads the header that the host adds for one of the operator's hosts.</summary>
internal static partial class HeaderSection
{
    private const string NameForm = "the name of a header such as Authorization; none that says where a request goes or ends";
    private const string PrefixForm = "printable text such as Bearer and a blank";

    private static readonly string[] Framing =
    [
        "Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "TE", "Trailer", "Expect", "Keep-Alive", "Accept-Encoding",
    ];

    /// <summary>The header under <c>Header</c>, or null when there is none or it is wrong.</summary>
    public static HeaderGrant? Read(StrictSection parent, HostGrant grant)
    {
        if (parent.Inner("Header") is not { } section)
        {
            return null;
        }

        section.Allow("Name", "Prefix", "Secret", "TlsPort", "Roots");
        string? name = Text(
            section, "Name", NameForm, text => Token().IsMatch(text) && !Framing.Contains(text, StringComparer.OrdinalIgnoreCase));
        string? secret = Text(section, "Secret", SecretNames.Form, SecretNames.IsRight);
        string prefix = section.Inner("Prefix") is null ? "" : Text(section, "Prefix", PrefixForm, text => Printable().IsMatch(text)) ?? "";
        int port = section.Whole("TlsPort", "a port from 1 to 65535") ?? 443;
        if (port is < 1 or > ushort.MaxValue)
        {
            section.Fail($"TlsPort {port}", "a port from 1 to 65535");
        }

        if (grant.Host.StartsWith('*') || grant.Port is null)
        {
            section.Fail("a header for more than one host or port", "a header only for a host by its full name, and one port");
        }

        return name is null || secret is null ? null : new HeaderGrant(name, secret)
        {
            Prefix = prefix,
            TlsPort = port,
            Roots = ReadRoots(section),
        };
    }

    // A file that is missed only at the first connection is told to a skill, which can do nothing about it.
    private static string? ReadRoots(StrictSection section)
    {
        const string wanted = "the path of a PEM file that is there";
        string? roots = section.Text("Roots", wanted);
        if (roots is not null && !File.Exists(roots))
        {
            section.Inner("Roots")?.Fail(Shown.Text(roots), wanted);
        }

        return roots;
    }

    private static string? Text(StrictSection section, string key, string wanted, Func<string, bool> isRight)
    {
        if (section.Inner(key) is null)
        {
            section.Fail($"no {key}", wanted);
            return null;
        }

        if (section.Text(key, wanted) is { } text && !isRight(text))
        {
            section.Inner(key)?.Fail(Shown.Text(text), wanted);
            return null;
        }

        return section.Text(key, wanted);
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9-]{0,63}\\z")]
    private static partial Regex Token();

    [GeneratedRegex("^[ -~]{1,64}\\z")]
    private static partial Regex Printable();
}
