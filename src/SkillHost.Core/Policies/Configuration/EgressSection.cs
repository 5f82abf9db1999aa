using System.Net;
using SkillHost.Skills;
using SkillHost.Skills.Manifests;

namespace SkillHost.Policies.Configuration;

/// <summary>Reads what the operator says of hosts.</summary>
internal static class EgressSection
{
    private const string HostForm =
        "\"host:port\" such as \"api.example.com:443\"; \"*\" may stand for a host's first labels, for the host or for the port";

    private const string NetworkForm = "an address or a network such as 10.1.2.0/24";

    /// <summary>The limits under <c>Egress</c>, over those there are.</summary>
    public static EgressLimits ReadLimits(StrictSection parent, EgressLimits over)
    {
        if (parent.Inner("Egress") is not { } section)
        {
            return over;
        }

        section.Allow("Connections", "ConnectionsPerCall", "Bytes", "ConnectTimeout", "ConnectionTime");
        return new EgressLimits
        {
            Connections = section.Whole("Connections", "a whole number") ?? over.Connections,
            ConnectionsPerCall = section.Whole("ConnectionsPerCall", "a whole number") ?? over.ConnectionsPerCall,
            Bytes = section.Value<long>("Bytes", Quantity.BytesForm, Quantity.TryBytes) ?? over.Bytes,
            ConnectTimeout = section.Value<TimeSpan>("ConnectTimeout", Quantity.DurationForm, Quantity.TryDuration) ?? over.ConnectTimeout,
            ConnectionTime = section.Value<TimeSpan>("ConnectionTime", Quantity.DurationForm, Quantity.TryDuration) ?? over.ConnectionTime,
        };
    }

    /// <summary>The ports under <c>TlsPorts</c>, or null when the key is absent.</summary>
    public static IReadOnlyList<int>? ReadPorts(StrictSection parent)
    {
        const string wanted = "a port from 1 to 65535";
        if (parent.Texts("TlsPorts", wanted) is not { } texts)
        {
            return null;
        }

        List<int> ports = [];
        foreach (string text in texts)
        {
            if (HostNames.TryReadPort(text, out int port))
            {
                ports.Add(port);
            }
            else
            {
                parent.Inner("TlsPorts")?.Fail(Shown.Text(text), wanted);
            }
        }

        return ports;
    }

    /// <summary>The hosts under <c>AllowHosts</c>: each a text, or a section with <c>Host</c> and more.</summary>
    public static IEnumerable<HostGrant> ReadGrants(StrictSection parent)
    {
        foreach ((string _, StrictSection item) in parent.Inner("AllowHosts")?.Named() ?? [])
        {
            if (ReadGrant(item) is { } grant)
            {
                yield return grant;
            }
        }
    }

    private static HostGrant? ReadGrant(StrictSection item)
    {
        if (item.IsText)
        {
            return item.Text(HostForm) is { } text ? ReadHost(text, item) : null;
        }

        item.Allow("Host", "ServerName", "Addresses");
        if (item.Text("Host", HostForm) is not { } host)
        {
            item.Fail("no Host", HostForm);
            return null;
        }

        if (ReadHost(host, item) is not { } grant)
        {
            return null;
        }

        IPNetwork[] networks =
            [.. (item.Texts("Addresses", NetworkForm) ?? []).Select(text => ReadNetwork(text, item)).OfType<IPNetwork>()];
        if (networks.Length > 0 && grant.Host == "*")
        {
            item.Fail($"Addresses for {Shown.Text(host)}", "Addresses only for a host or the names below a domain");
        }

        return grant with { ServerName = item.Truth("ServerName"), Addresses = networks };
    }

    private static HostGrant? ReadHost(string text, StrictSection item)
    {
        int colon = text.LastIndexOf(':');
        string host = colon < 0 ? text : text[..colon];
        int? port = HostNames.TryReadPort(text[(colon + 1)..], out int number) ? number : null;
        bool right = colon > 0 && (port is not null || text[(colon + 1)..] == "*")
            && (host == "*" || HostEntries.Misses($"{host}:1") is null);
        if (!right)
        {
            item.Fail(Shown.Text(text), HostForm);
            return null;
        }

        if (host.StartsWith("*.", StringComparison.Ordinal) && PublicSuffixes.Holds(host[2..]))
        {
            item.Fail(Shown.Text(text), PublicSuffixes.Wanted);
            return null;
        }

        return new HostGrant(host, port);
    }

    private static IPNetwork? ReadNetwork(string text, StrictSection item)
    {
        bool right = text.Contains('/', StringComparison.Ordinal)
            ? IPNetwork.TryParse(text, out IPNetwork network) && network.ToString() == text
            : TryReadAddress(text, out network);
        if (right && network.PrefixLength > 0)
        {
            return network;
        }

        item.Fail(Shown.Text(text), NetworkForm);
        return null;
    }

    private static bool TryReadAddress(string text, out IPNetwork network)
    {
        bool right = IPAddress.TryParse(text, out IPAddress? address) && address.ToString() == text;
        network = right ? new IPNetwork(address!, address!.GetAddressBytes().Length * 8) : default;
        return right;
    }
}
