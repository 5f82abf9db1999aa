namespace SkillHost.Mcp;

/// <summary>What a message is.</summary>
internal enum EnvelopeKind
{
    /// <summary>No message of the protocol.</summary>
    None,

    /// <summary>Something the server asks.</summary>
    Request,

    /// <summary>Something the server tells.</summary>
    Notification,

    /// <summary>An answer.</summary>
    Response,

    /// <summary>An answer that is an error.</summary>
    Error,
}
