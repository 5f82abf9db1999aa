namespace SkillHost.Mcp;

/// <summary>What a server may cost the host.</summary>
public sealed record McpLimits
{
    /// <summary>Bytes of one message; a longer one is read and dropped. Default 1 MiB.</summary>
    public int MessageBytes { get; init; } = 1 << 20;

    /// <summary>Bytes a server may send while nothing is asked of it. Default 256 KiB.</summary>
    public int IdleBytes { get; init; } = 256 << 10;

    /// <summary>Questions of the server that wait for their refusal at once. Default 16.</summary>
    public int Replies { get; init; } = 16;

    /// <summary>Levels of nesting in a message. Default 80.</summary>
    public int Depth { get; init; } = 80;

    /// <summary>Tools a server may list. Default 128.</summary>
    public int Tools { get; init; } = 128;

    /// <summary>Pages of tools. Default 16.</summary>
    public int Pages { get; init; } = 16;

    /// <summary>Bytes of all pages of tools. Default 1 MiB.</summary>
    public int ToolBytes { get; init; } = 1 << 20;
}
