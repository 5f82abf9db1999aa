using System.Globalization;
using SkillHost.Skills.Manifests;

namespace SkillHost.Policies;

/// <summary>Names of hosts, in the one form in which they are compared.</summary>
public static class HostNames
{
    /// <summary>
    /// The name in lower case and without one final dot. False for anything but a name: an address in whatever notation, brackets, user
    /// information, blanks, control characters, labels over 63 bytes, names over 253, and this machine's own.
    /// </summary>
    public static bool TryRead(string text, out string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        string candidate = text.EndsWith('.') ? text[..^1] : text;
        bool ascii = candidate.Length is > 0 and <= 253 && candidate.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');
        name = ascii ? candidate.ToLowerInvariant() : "";
        return ascii && HostEntries.Misses(name + ":1") is null;
    }

    /// <summary>A name and a port. False where either is wrong.</summary>
    public static bool TryReadAuthority(string text, out string name, out int port)
    {
        ArgumentNullException.ThrowIfNull(text);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        port = 0;
        name = "";
        return colon > 0 && TryReadPort(text[(colon + 1)..], out port) && TryRead(text[..colon], out name);
    }

    /// <summary>A port from 1 to 65535 without sign, blank or leading zero.</summary>
    public static bool TryReadPort(string text, out int port)
    {
        ArgumentNullException.ThrowIfNull(text);
        port = 0;
        return text.Length is > 0 and <= 5 && text[0] != '0' && text.All(char.IsAsciiDigit)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= ushort.MaxValue;
    }

    /// <summary>A manifest's entry, which has been checked.</summary>
    internal static EgressEntry ReadEntry(string text)
    {
        int colon = text.LastIndexOf(':');
        return new EgressEntry(text[..colon], int.Parse(text[(colon + 1)..], CultureInfo.InvariantCulture));
    }
}
