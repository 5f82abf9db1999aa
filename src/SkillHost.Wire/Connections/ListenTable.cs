namespace SkillHost.Wire.Connections;

/// <summary>Everything process 1 listens on. A new table takes the place of the one before; what is in both stays open.</summary>
/// <param name="Entries">At most <see cref="MaxEntries"/>.</param>
public sealed record ListenTable(IReadOnlyList<ListenEntry> Entries)
{
    /// <summary>Entries of one table.</summary>
    public const int MaxEntries = 64;

    /// <summary>127.0.0.1, where every resolver asks that has not been told of another name server.</summary>
    public const uint DefaultNameServerAddress = 0x7f000001;

    /// <summary>IPv4 address on which names are answered, as a number.</summary>
    public uint NameServerAddress { get; init; } = DefaultNameServerAddress;

    /// <summary>UDP port on which names are answered; 0 for none. Default 53.</summary>
    public ushort NameServerPort { get; init; } = 53;
}
