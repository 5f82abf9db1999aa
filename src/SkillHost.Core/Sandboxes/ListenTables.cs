using SkillHost.Policies;
using SkillHost.Wire.Connections;

namespace SkillHost.Sandboxes;

/// <summary>
/// Where inside its container each host of an allow-list is found: every name at a loopback address of its own, 127.64.0.1 and up.
/// </summary>
public static class ListenTables
{
    /// <summary>Number of the proxy that wildcards are reached through.</summary>
    public const uint ProxyNumber = 0;

    /// <summary>Address of that proxy inside.</summary>
    public const string ProxyAddress = "127.65.0.1";

    /// <summary>Port of that proxy inside.</summary>
    public const ushort ProxyPort = 3128;

    private const uint FirstAddress = 0x7f400001;
    private const uint ProxyAddressNumber = 0x7f410001;

    /// <summary>No connections, but names are answered: <c>localhost</c> has its address, all others have none.</summary>
    public static ListenTable NamesOnly { get; } = new([]);

    /// <summary>Number of the entry at that place of the policy.</summary>
    public static uint NumberOf(int index) => (uint)index + 1;

    /// <summary>What process 1 listens on.</summary>
    public static ListenTable Of(EgressPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        Dictionary<string, uint> addresses = new(StringComparer.Ordinal);
        List<ListenEntry> entries = [];
        for (int i = 0; i < policy.Entries.Count; i++)
        {
            EgressEntry entry = policy.Entries[i];
            if (!entry.IsWildcard)
            {
                addresses.TryAdd(entry.Host, FirstAddress + (uint)addresses.Count);
                entries.Add(new ListenEntry(NumberOf(i), addresses[entry.Host], (ushort)entry.Port, entry.Host));
            }
        }

        if (policy.HasWildcards)
        {
            entries.Add(new ListenEntry(ProxyNumber, ProxyAddressNumber, ProxyPort, ""));
        }

        return new ListenTable(entries);
    }
}
