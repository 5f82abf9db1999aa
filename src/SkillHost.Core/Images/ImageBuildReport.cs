using SkillHost.Skills;

namespace SkillHost.Images;

/// <summary>How one skill's build went.</summary>
public sealed record ImageBuildReport
{
    /// <summary>The skill.</summary>
    public required SkillName Skill { get; init; }

    /// <summary>What happened.</summary>
    public required ImageBuildOutcome Outcome { get; init; }

    /// <summary>The image that serves now: the new one, or the last good one after a failure; null when there is none.</summary>
    public SkillImage? Image { get; init; }

    /// <summary>What is wrong with the folder or its Dockerfile, with lines.</summary>
    public IReadOnlyList<SkillFailure> Failures { get; init; } = [];

    /// <summary>Why the build failed, or what changed since the last, in one sentence; empty otherwise.</summary>
    public string Message { get; init; } = "";

    /// <summary>What the operator should know although all went well, in one sentence; empty otherwise.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether the registry asked for has the image now.</summary>
    public bool Pushed { get; init; }

    /// <summary>Why the registry asked for does not have the image, in one sentence; empty otherwise.</summary>
    public string PushFailure { get; init; } = "";

    /// <summary>The last lines of a failed build's output.</summary>
    public IReadOnlyList<string> OutputTail { get; init; } = [];

    /// <summary>Wall-clock time.</summary>
    public TimeSpan Elapsed { get; init; }
}
