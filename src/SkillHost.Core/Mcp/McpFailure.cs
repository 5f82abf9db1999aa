namespace SkillHost.Mcp;

/// <summary>What ended a connection to a server.</summary>
public enum McpFailure
{
    /// <summary>The server ended, or its stream did.</summary>
    Ended,

    /// <summary>The server sent what a server may not send.</summary>
    Protocol,
}
