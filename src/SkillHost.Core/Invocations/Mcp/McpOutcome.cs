using SkillHost.Mcp;
using SkillHost.Sandboxes;
using SkillHost.Wire.Processes;

namespace SkillHost.Invocations.Mcp;

/// <summary>What came of asking a server.</summary>
internal sealed record McpOutcome
{
    /// <summary>Why it was not left to answer, if it was not.</summary>
    public RunStop Stop { get; init; }

    /// <summary>The answer, or null.</summary>
    public McpReply? Reply { get; init; }

    /// <summary>What ended the connection instead, or null.</summary>
    public McpException? Failure { get; init; }

    /// <summary>How the server's process ended, by itself or by the host; null where that is not known or it goes on.</summary>
    public ProcessExit? Exit { get; init; }

    /// <summary>What its container had used when the answer was written, on its way behind that; null where it was not asked.</summary>
    public Task<UsageSoFar?>? UsedWithAnswer { get; init; }

    /// <summary>What its container had used when the answer was there; null where that was not asked, or not told.</summary>
    public UsageSoFar? Used { get; init; }

    /// <summary>How its container ended, where that came first.</summary>
    public SandboxEnd? End { get; init; }

    /// <summary>Whether the server's process belonged to this call alone.</summary>
    public bool Own { get; init; }

    /// <summary>What it wrote to standard output that was no message.</summary>
    public CapturedOutput Stdout { get; init; } = CapturedOutput.None;

    /// <summary>Standard error.</summary>
    public CapturedOutput Stderr { get; init; } = CapturedOutput.None;
}
