namespace SkillHost.Mcp;

/// <summary>One line a server wrote.</summary>
/// <param name="Bytes">The line without its end, or its beginning where it was too long; valid until the next is read.</param>
/// <param name="Length">All its bytes.</param>
internal readonly record struct McpLine(ReadOnlyMemory<byte> Bytes, long Length)
{
    /// <summary>Whether the rest was dropped.</summary>
    public bool TooLong => Length > Bytes.Length;
}
