namespace SkillHost.Egress;

/// <summary>A request's head as it goes out, and what follows it.</summary>
/// <param name="Head">The head as it is sent, its empty line included.</param>
/// <param name="Bytes">Bytes of the head as it came.</param>
/// <param name="BodyBytes">Bytes of the body.</param>
public sealed record HttpRequestHead(byte[] Head, int Bytes, long BodyBytes);
