namespace SkillHost.Secrets.Redaction;

/// <summary>One spelling of a secret.</summary>
/// <param name="Name">The secret's name.</param>
/// <param name="Bytes">The spelling.</param>
/// <param name="Wrapped">Whether line ends may stand anywhere in it, as they do in long base64.</param>
internal sealed record Needle(string Name, byte[] Bytes, bool Wrapped);
