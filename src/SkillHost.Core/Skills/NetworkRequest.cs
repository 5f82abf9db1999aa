namespace SkillHost.Skills;

/// <summary>The network a manifest asks for: <c>none</c>, <c>bridge</c>, or an allow-list. No entry and no bridge means none.</summary>
/// <param name="Bridge">Whether the engine's bridge is asked for.</param>
/// <param name="AllowHosts">Entries <c>host:port</c>, in the order written.</param>
public sealed record NetworkRequest(bool Bridge, IReadOnlyList<string> AllowHosts)
{
    /// <summary>No network at all.</summary>
    public static NetworkRequest None { get; } = new(false, []);
}
