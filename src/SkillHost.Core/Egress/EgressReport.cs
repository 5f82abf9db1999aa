namespace SkillHost.Egress;

/// <summary>What a call reached, and what it did not.</summary>
/// <param name="Reached">Hosts and ports to which a connection was made, each once.</param>
/// <param name="Denied">Hosts and ports that were denied, each with the reason, each once.</param>
/// <param name="BytesSent">Bytes to others.</param>
/// <param name="BytesReceived">Bytes from others.</param>
public sealed record EgressReport(IReadOnlyList<string> Reached, IReadOnlyList<string> Denied, long BytesSent, long BytesReceived);
