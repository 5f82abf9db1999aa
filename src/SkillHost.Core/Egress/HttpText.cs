using SkillHost.Policies;

namespace SkillHost.Egress;

/// <summary>What requests of HTTP/1 are made of.</summary>
internal static class HttpText
{
    /// <summary>Whether <paramref name="text"/> may be the name of a header.</summary>
    public static bool IsToken(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));

    /// <summary>Whether the value of a header <c>Host</c> names that host and, where it names a port, that port.</summary>
    public static bool IsHost(string value, string host, int port) =>
        (HostNames.TryRead(value, out string name) && name == host)
        || (HostNames.TryReadAuthority(value, out name, out int number) && name == host && number == port);
}
