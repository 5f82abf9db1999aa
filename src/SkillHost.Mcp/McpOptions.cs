using System.ComponentModel.DataAnnotations;

namespace SkillHost.Mcp;

/// <summary>The door for clients of the Model Context Protocol. Section <c>Mcp</c>.</summary>
public sealed class McpOptions
{
    /// <summary>
    /// Sessions over HTTP at once; at the bound the one that has been idle for longest makes room, unless it holds a container. Default
    /// 256; 1–65536.
    /// </summary>
    [Range(1, 65536)]
    public int MaxSessions { get; set; } = 256;

    /// <summary>Time without a request after which a session over HTTP ends. Default 2 h; 1 s–7 d.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan SessionIdleAfter { get; set; } = TimeSpan.FromHours(2);

    /// <summary>
    /// Bytes of the files of one call that go along with its result, together; larger ones are named only. Default 1 MiB; 0–64 MiB.
    /// </summary>
    [Range(0, 64 << 20)]
    public int MaxFileBytes { get; set; } = 1 << 20;
}
