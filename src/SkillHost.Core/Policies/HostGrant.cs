using System.Net;

namespace SkillHost.Policies;

/// <summary>Hosts the operator lets skills ask for.</summary>
/// <param name="Host">A name, <c>*.</c> and a domain for every name below it, or <c>*</c> for every name.</param>
/// <param name="Port">TCP port; null for every port.</param>
public sealed record HostGrant(string Host, int? Port)
{
    /// <summary>
    /// Whether TLS must name the host; null for what holds for its port: yes on those of <see cref="PolicyOptions.TlsPorts"/>.
    /// </summary>
    public bool? ServerName { get; init; }

    /// <summary>
    /// Networks that are not public in which the host may lie, such as 10.1.2.0/24; not for every host. Default none.
    /// </summary>
    public IReadOnlyList<IPNetwork> Addresses { get; init; } = [];

    /// <summary>The more it names, the higher: the one that names most decides.</summary>
    internal int Weight => (Host == "*" ? 0 : Host.StartsWith('*') ? Host.Length : 1000) + (Port is null ? 0 : 1);

    /// <summary>Whether a manifest's entry may be asked for. A wildcard needs one of the operator's, and <c>*</c> is none.</summary>
    public bool Covers(EgressEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (Port is { } port && port != entry.Port)
        {
            return false;
        }

        return Host == "*" ? !entry.IsWildcard : Host == entry.Host || (Host.StartsWith('*') && IsBelow(entry.Host));
    }

    /// <summary>As the operator writes it.</summary>
    public override string ToString() => $"{Host}:{Port?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "*"}";

    // Both begin with an asterisk, or only this one does: "*.a.example.com" and "a.example.com" lie below "*.example.com".
    private bool IsBelow(string host) => host.Length >= Host.Length && host.EndsWith(Host[1..], StringComparison.Ordinal);
}
