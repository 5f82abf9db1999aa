namespace SkillHost.Mcp.Http;

/// <summary>Headers of the protocol.</summary>
internal static class Headers
{
    /// <summary>The session a request belongs to, before revision 2026-07-28.</summary>
    public const string Session = "Mcp-Session-Id";

    /// <summary>The revision a request is made under.</summary>
    public const string Revision = "MCP-Protocol-Version";

    /// <summary>The last event seen of a stream that broke.</summary>
    public const string LastEvent = "Last-Event-ID";

    /// <summary>The method in the body, since revision 2026-07-28.</summary>
    public const string Method = "Mcp-Method";

    /// <summary>The name in the body, since revision 2026-07-28.</summary>
    public const string Name = "Mcp-Name";
}
