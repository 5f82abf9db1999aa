using SkillHost.Images;
using SkillHost.Policies;
using SkillHost.Sandboxes;
using SkillHost.Skills;

namespace SkillHost.Invocations;

/// <summary>
/// The container that calls of a function need: one place, so that those started before a call are what the call would ask for.
/// </summary>
internal static class SandboxRequests
{
    /// <summary>The request, but for what belongs to a single call. A narrowed call takes no container that waits.</summary>
    public static SandboxRequest Of(Callable function, SkillImage image, SandboxPolicy policy, string? session = null)
    {
        SandboxKind kind = KindOf(function, session);
        return new SandboxRequest(image, policy, "")
        {
            Kind = kind,
            Session = kind == SandboxKind.Session ? session : null,
            Warm = ReferenceEquals(policy, function.Policy) && function.Skill.Isolation == SkillIsolation.Fresh ? function.Skill.Warm : null,
        };
    }

    /// <summary>Bytes of memory that a call needs beside what its container already has.</summary>
    public static long MemoryOf(CallContext call) =>
        KindOf(call.Function, call.Options.Session) == SandboxKind.Cold ? call.Policy.Limits.MemoryBytes : 0;

    /// <summary>Throws <see cref="PolicyDeniedException"/> where a call narrows what belongs to a container that outlives it.</summary>
    public static void CheckNarrowing(CallContext call)
    {
        ResourceLimits own = call.Function.Policy.Limits;
        bool same = call.Policy.Limits with { Timeout = own.Timeout, OutputBytes = own.OutputBytes } == own
            && call.Policy.Network == call.Function.Policy.Network;
        if (!same && KindOf(call.Function, call.Options.Session) != SandboxKind.Cold)
        {
            throw new PolicyDeniedException(
                "Its container outlives the call and keeps its limits; only time and output may be narrowed for one call.");
        }
    }

    private static SandboxKind KindOf(Callable function, string? session) => function.Skill.Isolation switch
    {
        SkillIsolation.Session when session is not null => SandboxKind.Session,
        SkillIsolation.Shared => SandboxKind.Shared,
        _ => SandboxKind.Cold,
    };
}
