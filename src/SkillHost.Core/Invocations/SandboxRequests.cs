using SkillHost.Images;
using SkillHost.Policies;
using SkillHost.Sandboxes;

namespace SkillHost.Invocations;

/// <summary>
/// The container that calls of a function need: one place, so that those started before a call are what the call would ask for.
/// </summary>
internal sealed class SandboxRequests(Protocols protocols)
{
    /// <summary>The request, but for what belongs to a single call. A narrowed call takes no container that waits.</summary>
    public SandboxRequest Of(Callable function, SkillImage image, SandboxPolicy policy, CallSecrets secrets) => new(image, policy, "")
    {
        Preparation = protocols.For(function.Skill).Prepare(function.Skill, image, policy, secrets),
        Warm = ReferenceEquals(policy, function.Policy) ? function.Skill.Warm : null,
    };
}
