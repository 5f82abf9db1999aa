using SkillHost.Audit;
using SkillHost.Policies;
using SkillHost.Sandboxes;

namespace SkillHost.Invocations;

/// <summary>What belongs to one call from its beginning to its result.</summary>
internal sealed class CallContext(Callable function, InvocationOptions options, string id, TimeProvider time)
{
    /// <summary>The function.</summary>
    public Callable Function { get; } = function;

    /// <summary>What the caller said beside the arguments.</summary>
    public InvocationOptions Options { get; set; } = options;

    /// <summary>Invocation id.</summary>
    public string Id { get; } = id;

    /// <summary>Measures the phases.</summary>
    public CallClock Clock { get; } = new(time);

    /// <summary>The policy in effect: the function's, or a narrower one.</summary>
    public SandboxPolicy Policy { get; set; } = function.Policy;

    /// <summary>The secrets its process gets.</summary>
    public CallSecrets Secrets { get; set; } = CallSecrets.None;

    /// <summary>What the operator's rules came to, as the audit log has it; empty until they were asked.</summary>
    public string Approval { get; set; } = "";

    /// <summary>Id of the image it runs on; empty until that is known.</summary>
    public string ImageId { get; set; } = "";

    /// <summary>How it came by its container; null until it has one.</summary>
    public SandboxKind? Container { get; set; }

    /// <summary>What was noted at its beginning, or null before.</summary>
    public AuditRecord? Record { get; set; }

    /// <summary>Name as messages and logs give it, such as <c>csv-summary.summarise</c>.</summary>
    public string Name => $"{Function.Skill.Name}.{Function.Function.Name}";
}
