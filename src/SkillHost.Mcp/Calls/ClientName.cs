using ModelContextProtocol.Protocol;

namespace SkillHost.Mcp.Calls;

/// <summary>Words what a client calls itself, so that it can stand in a log.</summary>
internal static class ClientName
{
    private const int LongestPart = 40;

    /// <summary>Name and version, such as <c>claude-ai 0.1.0</c>; characters beyond plain letters, digits and marks are left out.</summary>
    public static string Of(Implementation client) => $"{Plain(client.Name)} {Plain(client.Version)}".Trim();

    private static string Plain(string? text) =>
        new([.. (text ?? "").Where(c => c is > ' ' and < '\u007F').Take(LongestPart)]);
}
