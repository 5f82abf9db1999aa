namespace SkillHost.Docker.Transport;

/// <summary>A line that no longer speaks HTTP.</summary>
/// <param name="Line">The line.</param>
/// <param name="Leftover">Bytes that arrived together with the end of the answer's head.</param>
internal sealed record UpgradedConnection(EngineConnection Line, ReadOnlyMemory<byte> Leftover);
