using SkillHost.Images;
using SkillHost.Policies;
using SkillHost.Sandboxes.Held;

namespace SkillHost.Sandboxes;

/// <summary>The container one call needs.</summary>
/// <param name="Image">The image.</param>
/// <param name="Policy">What it may do.</param>
/// <param name="InvocationId">The call, for labels and logs.</param>
public sealed record SandboxRequest(SkillImage Image, SandboxPolicy Policy, string InvocationId)
{
    /// <summary>The call's place, which its container holds too until it is gone; null where nothing is admitted.</summary>
    public Place? Place { get; init; }

    /// <summary>What is done in the container before the call has it; null for nothing.</summary>
    public ISandboxPreparation? Preparation { get; init; }

    /// <summary>What the container is made for.</summary>
    public SandboxKind Kind { get; init; }

    /// <summary>With <see cref="SandboxKind.Session"/>: which one; null otherwise.</summary>
    public SessionId? Session { get; init; }

    /// <summary>Time the container may live beyond one call, waiting or between calls. Default none.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Containers to keep waiting for calls like this one, at least; null when it must have one of its own making.</summary>
    public int? Warm { get; init; }
}
