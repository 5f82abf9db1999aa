using System.Globalization;
using System.Net;

namespace SkillHost.App.Http;

/// <summary>Where the door listens.</summary>
internal sealed record ListenAddress
{
    /// <summary>What <see cref="TryParse"/> wants.</summary>
    public const string Form =
        "http://, an IP address or localhost, and a port, such as http://127.0.0.1:7040 (TLS is not offered: put a proxy in front)";

    /// <summary>The address; null for both of the loopback's, as <c>localhost</c> means.</summary>
    public IPAddress? Address { get; private init; }

    /// <summary>Port; 0 for any that is free.</summary>
    public int Port { get; private init; }

    /// <summary>Whether no other machine reaches it.</summary>
    public bool IsLoopback => Address is null || IPAddress.IsLoopback(Address);

    /// <summary>Whether it stands for all addresses of the machine.</summary>
    public bool IsAny => Address is not null && (Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any));

    /// <summary>Names as a <c>Host</c> header has them: the loopback's, and its own unless it stands for all.</summary>
    public IEnumerable<string> Hosts =>
        ["localhost", "127.0.0.1", "[::1]", .. Address is null || IsAny ? [] : (IEnumerable<string>)[Bracketed(Address)]];

    /// <summary>
    /// Reads an address strictly: a name other than <c>localhost</c> is refused, since servers take it for all addresses of the machine.
    /// </summary>
    public static ListenAddress? TryParse(string text)
    {
        const string Scheme = "http://";
        string rest = text.TrimEnd('/');
        int colon = rest.LastIndexOf(':');
        if (!rest.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || colon <= Scheme.Length
            || !ushort.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
        {
            return null;
        }

        string host = rest[Scheme.Length..colon];
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return new ListenAddress { Port = port };
        }

        bool six = host.StartsWith('[') && host.EndsWith(']');
        return IPAddress.TryParse(six ? host[1..^1] : host, out IPAddress? address) && IsWhole(host, address, six)
            ? new ListenAddress { Address = address, Port = port }
            : null;
    }

    /// <summary>As it was written.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"http://{(Address is null ? "localhost" : Bracketed(Address))}:{Port}");

    // The parser also takes 127.1 and 2130706433.
    private static bool IsWhole(string host, IPAddress address, bool six) => six
        ? address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
        : address.ToString() == host && address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;

    private static string Bracketed(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
}
