using ModelContextProtocol.Protocol;

namespace SkillHost.Mcp.Calls;

/// <summary>A line that a function logged.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Text">The line, without its level where that was told apart.</param>
internal sealed record LogLine(LoggingLevel Level, string Text)
{
    /// <summary>
    /// Reads a line. What a server logs by the protocol comes as <c>level: text</c> or <c>level logger: text</c>; everything else is
    /// information.
    /// </summary>
    public static LogLine Of(string line, bool isServer)
    {
        int end = isServer ? line.IndexOf(": ", StringComparison.Ordinal) : -1;
        string[] head = end > 0 ? line[..end].Split(' ', 2) : [];
        return head.Length > 0 && LevelOf(head[0]) is { } level
            ? new LogLine(level, head.Length == 2 ? $"{head[1]}: {line[(end + 2)..]}" : line[(end + 2)..])
            : new LogLine(LoggingLevel.Info, line);
    }

    private static LoggingLevel? LevelOf(string word) => word switch
    {
        "debug" => LoggingLevel.Debug,
        "info" => LoggingLevel.Info,
        "notice" => LoggingLevel.Notice,
        "warning" => LoggingLevel.Warning,
        "error" => LoggingLevel.Error,
        "critical" => LoggingLevel.Critical,
        "alert" => LoggingLevel.Alert,
        "emergency" => LoggingLevel.Emergency,
        _ => null,
    };
}
