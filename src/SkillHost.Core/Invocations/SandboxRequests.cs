using SkillHost.Images;
using SkillHost.Policies;
using SkillHost.Sandboxes;
using SkillHost.Sandboxes.Held;
using SkillHost.Skills;

namespace SkillHost.Invocations;

/// <summary>
/// The container that calls of a function need: one place, so that those started before a call are what the call would ask for.
/// </summary>
internal sealed class SandboxRequests(Protocols protocols)
{
    /// <summary>
    /// The request, but for what belongs to a single call. A narrowed call takes no container that waits; without
    /// <paramref name="options"/> it is one that has no session.
    /// </summary>
    public SandboxRequest Of(
        Callable function, SkillImage image, SandboxPolicy policy, CallSecrets secrets, InvocationOptions? options = null)
    {
        SandboxKind kind = KindOf(function, options);
        bool waits = function.Skill.Isolation == SkillIsolation.Fresh && ReferenceEquals(policy, function.Policy);
        return new SandboxRequest(image, policy, "")
        {
            Kind = kind,
            Session = kind == SandboxKind.Session ? new SessionId(options!.Caller, options.Session!) : null,
            Preparation = protocols.For(function.Skill).Prepare(function.Skill, image, policy, secrets),
            Warm = waits ? function.Skill.Warm : null,
        };
    }

    /// <summary>Memory and processors that a call needs for itself: none where its container has its own, or there is none.</summary>
    public static (long MemoryBytes, double Cpus) NeedsOf(CallContext call) =>
        call.Policy.Unsandboxed || Outlives(call) ? (0, 0) : (call.Policy.Limits.MemoryBytes, call.Policy.Limits.Cpus);

    /// <summary>Throws <see cref="PolicyDeniedException"/> where a call narrows what belongs to a container that outlives it.</summary>
    public static void CheckNarrowing(CallContext call)
    {
        if (!ReferenceEquals(call.Policy, call.Function.Policy) && Outlives(call)
            && PolicyHash.OfContainer(call.Policy) != PolicyHash.OfContainer(call.Function.Policy))
        {
            throw new PolicyDeniedException(
                "its container outlives the call and keeps its limits; only timeout and output can be narrowed for one call");
        }
    }

    private static bool Outlives(CallContext call) => KindOf(call.Function, call.Options) != SandboxKind.Cold;

    private static SandboxKind KindOf(Callable function, InvocationOptions? options) => function.Skill.Isolation switch
    {
        SkillIsolation.Session when options?.Session is not null => SandboxKind.Session,
        SkillIsolation.Shared => SandboxKind.Shared,
        _ => SandboxKind.Cold,
    };
}
