namespace SkillHost.Mcp;

/// <summary>The revisions of the protocol that are spoken, and where they differ for this door. The SDK sees to all else.</summary>
internal static class ProtocolRevisions
{
    /// <summary>The first without sessions: every request stands alone and says what its client is.</summary>
    public const string FirstStateless = "2026-07-28";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", FirstStateless];

    /// <summary>Whether requests stand alone; false where the revision is not known yet.</summary>
    public static bool IsStateless(string? revision) => string.CompareOrdinal(revision, FirstStateless) >= 0;
}
