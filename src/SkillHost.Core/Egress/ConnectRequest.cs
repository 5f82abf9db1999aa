namespace SkillHost.Egress;

/// <summary>What a client of the proxy asks for.</summary>
/// <param name="Host">Name in lower case, without a final dot.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Bytes">Bytes of the request, its empty line included; what follows is for the host.</param>
public sealed record ConnectRequest(string Host, int Port, int Bytes);
