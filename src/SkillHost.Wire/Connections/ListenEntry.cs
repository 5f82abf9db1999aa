namespace SkillHost.Wire.Connections;

/// <summary>One address and port on which process 1 takes connections for the host.</summary>
/// <param name="Number">Number of the entry, chosen by the host: what a connection is announced with.</param>
/// <param name="Address">IPv4 address as a number, such as 0x7f400001 for 127.64.0.1.</param>
/// <param name="Port">TCP port, 1 to 65535.</param>
/// <param name="Name">Name in lower case that resolves to the address inside; empty for none. At most 253 bytes.</param>
public sealed record ListenEntry(uint Number, uint Address, ushort Port, string Name);
