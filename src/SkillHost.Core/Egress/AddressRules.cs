using System.Net;
using System.Net.Sockets;

namespace SkillHost.Egress;

/// <summary>Which addresses are public. What is not on the public internet, or leads somewhere that is not, is none.</summary>
public static class AddressRules
{
    // Private, shared, loopback, link-local (clouds' metadata), protocol assignments, documentation, relays, benchmarks, multicast,
    // reserved, and the one public address at which a cloud serves its machines.
    private static readonly IPNetwork[] Refused4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "168.63.129.16/32",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    // Within the global part: protocol assignments with Teredo, documentation, 6to4.
    private static readonly IPNetwork[] Refused6 =
        [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(text => IPNetwork.Parse(text))];

    /// <summary>The address in the form in which it is judged and dialled: an IPv4 address in IPv6 clothes becomes IPv4.</summary>
    public static IPAddress Plain(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    /// <summary>Whether <paramref name="address"/> is on the public internet, and is not one that stands for another address.</summary>
    public static bool IsPublic(IPAddress address)
    {
        address = Plain(address);
        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => !Array.Exists(Refused4, network => network.Contains(address)),
            AddressFamily.InterNetworkV6 =>
                Global6.Contains(address) && !Array.Exists(Refused6, network => network.Contains(address)) && !IsTunnel(address),
            _ => false,
        };
    }

    /// <summary>Whether it can be one machine's at all; no operator's word makes a connection out of anything else.</summary>
    public static bool IsUnicast(IPAddress address)
    {
        address = Plain(address);
        byte[] bytes = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetwork
            ? bytes[0] is > 0 and < 224
            : !address.IsIPv6Multicast && !address.Equals(IPAddress.IPv6Any);
    }

    /// <summary>Whether its lower half holds an IPv4 address to which some network would carry it.</summary>
    private static bool IsTunnel(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        return (bytes[8] is 0 or 2) && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == 0xfe;
    }
}
