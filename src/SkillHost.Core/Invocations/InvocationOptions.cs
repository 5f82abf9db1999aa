using SkillHost.Policies;

namespace SkillHost.Invocations;

/// <summary>What a caller may say about one call beside its arguments.</summary>
public sealed record InvocationOptions
{
    /// <summary>
    /// Who calls, for the audit log: the door and what it knows, such as <c>cli:alice</c>. Default <c>dotnet</c>; cut at 200 characters.
    /// </summary>
    public string Caller { get; init; } = "dotnet";

    /// <summary>
    /// The person who has approved this very call, as the door knows it, such as <c>cli:alice</c>; null when nobody has. A call for which
    /// the operator's rules ask is denied without. Never from what a model or a skill says. Default null; cut at 200 characters.
    /// </summary>
    public string? ApprovedBy { get; init; }

    /// <summary>
    /// The conversation it belongs to, 1 to 128 characters; calls of one session of a skill with <c>isolation: session</c> have one
    /// container, one after the other. Default none: such a call has a container to itself. Other skills do not look at it.
    /// </summary>
    public string? Session { get; init; }

    /// <summary>Narrower limits for this call.</summary>
    public PolicyNarrowing? Narrowing { get; init; }

    /// <summary>Files the call finds under <c>/in</c>. Default none; only for functions whose policy has room for them.</summary>
    public IReadOnlyList<InvocationFile> Files { get; init; } = [];

    /// <summary>Receives events while the call runs, one at a time; a slow receiver slows the function, never the host's memory.</summary>
    public Func<InvocationEvent, CancellationToken, ValueTask>? OnEvent { get; init; }

    /// <summary>
    /// Whether <see cref="OnEvent"/> receives all output, past the limit at which the result is cut. Default false: then the pieces joined
    /// are what the result holds.
    /// </summary>
    public bool AllOutput { get; init; }
}
