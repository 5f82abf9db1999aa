using SkillHost.Sandboxes;
using SkillHost.Wire.Processes;

namespace SkillHost.Invocations;

/// <summary>What came of one process.</summary>
internal sealed record RunOutcome
{
    /// <summary>Why it was stopped, if it was.</summary>
    public RunStop Stop { get; init; }

    /// <summary>How it ended, or null when nobody could say.</summary>
    public ProcessExit? Exit { get; init; }

    /// <summary>How its container ended, where that came first.</summary>
    public SandboxEnd? End { get; init; }

    /// <summary>Standard output.</summary>
    public CapturedOutput Stdout { get; init; } = CapturedOutput.None;

    /// <summary>What it left in <c>/out</c>.</summary>
    public CollectedFiles Files { get; init; } = CollectedFiles.None;

    /// <summary>Standard error.</summary>
    public CapturedOutput Stderr { get; init; } = CapturedOutput.None;
}
