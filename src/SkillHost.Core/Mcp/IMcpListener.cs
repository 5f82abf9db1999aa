namespace SkillHost.Mcp;

/// <summary>Is told what a server says beside its answer to one call. What it waits for, the server waits for.</summary>
public interface IMcpListener
{
    /// <summary>The server reports progress.</summary>
    ValueTask ProgressAsync(double progress, double? total, string? message);

    /// <summary>The server logs one line, or wrote it to standard error; its end included.</summary>
    ValueTask ErrorAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>The server wrote a line that is no message; its end included.</summary>
    ValueTask StrayAsync(ReadOnlyMemory<byte> line);
}
