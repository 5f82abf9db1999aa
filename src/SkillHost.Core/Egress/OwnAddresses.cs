using System.Net;
using System.Net.NetworkInformation;

namespace SkillHost.Egress;

/// <summary>The addresses of this machine, public ones included: what listens here is not the public internet.</summary>
internal sealed class OwnAddresses(TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private HashSet<IPAddress> _known = [];
    private long _readAt;

    /// <summary>Whether <paramref name="address"/> is one of them.</summary>
    public bool Contains(IPAddress address)
    {
        lock (_lock)
        {
            if (_known.Count == 0 || time.GetElapsedTime(_readAt) > Freshness)
            {
                _known = Read();
                _readAt = time.GetTimestamp();
            }

            return _known.Contains(address);
        }
    }

    private static HashSet<IPAddress> Read() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => AddressRules.Plain(unicast.Address)),
    ];
}
