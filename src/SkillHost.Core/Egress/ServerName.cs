namespace SkillHost.Egress;

/// <summary>What the beginning of a connection says about TLS.</summary>
/// <param name="State">How far it is known.</param>
/// <param name="Name">The server's name as the client wrote it, with <see cref="ServerNameState.Found"/>.</param>
/// <param name="Wrong">Why it is refused, with <see cref="ServerNameState.Wrong"/>.</param>
public readonly record struct ServerName(ServerNameState State, string Name = "", string Wrong = "");
