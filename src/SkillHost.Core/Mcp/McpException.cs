namespace SkillHost.Mcp;

/// <summary>No more can be asked of a server. The message is fit for an agent and follows "its server".</summary>
public sealed class McpException(McpFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public McpFailure Failure { get; } = failure;
}
