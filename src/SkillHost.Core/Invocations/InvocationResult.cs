using System.Text.Json;
using System.Text.Json.Serialization;
using SkillHost.Sandboxes;

namespace SkillHost.Invocations;

/// <summary>What a call came to; the same at every door. Serialised in snake case for statuses and camel case for names.</summary>
public sealed record InvocationResult
{
    /// <summary>How it ended.</summary>
    public required InvocationStatus Status { get; init; }

    /// <summary>The result: any JSON where the function has an output schema, otherwise a JSON string; null unless ok.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>One sentence for the agent: the thing, what was seen, what is wanted. Null when ok.</summary>
    public string? Error { get; init; }

    /// <summary>With busy: milliseconds after which to try again; null otherwise.</summary>
    public double? RetryAfterMs { get; init; }

    /// <summary>
    /// With unavailable: whether it was not run because its session is over, so that trying again is of no use. In JSON only when true.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SessionEnded { get; init; }

    /// <summary>Content for a model: text, and what an MCP server gives besides, such as images and links.</summary>
    public IReadOnlyList<InvocationContent> Content { get; init; } = [];

    /// <summary>
    /// Standard output as text, bytes that are not UTF-8 replaced by U+FFFD; its beginning, where it went over the output limit.
    /// </summary>
    public string Stdout { get; init; } = "";

    /// <summary>Standard error likewise.</summary>
    public string Stderr { get; init; } = "";

    /// <summary>Whether output went over its limit; the rest was read and dropped.</summary>
    public bool Truncated { get; init; }

    /// <summary>All bytes written to standard output, dropped ones included.</summary>
    public long StdoutBytes { get; init; }

    /// <summary>All bytes written to standard error, dropped ones included.</summary>
    public long StderrBytes { get; init; }

    /// <summary>Exit code of the process; null when it never ran or did not end by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Signal that ended the process, such as 11; null when none did.</summary>
    public int? Signal { get; init; }

    /// <summary>Whether a container bounded it; false only where the operator runs the skill without one.</summary>
    public bool Sandboxed { get; init; } = true;

    /// <summary>Wall-clock milliseconds from the call to its result.</summary>
    public double DurationMs { get; init; }

    /// <summary>Where the time went.</summary>
    public InvocationPhases Phases { get; init; } = new();

    /// <summary>
    /// How it came by its container: <c>cold</c> (made for it), <c>warm</c> (had waited unused), <c>session</c> or <c>shared</c>; null
    /// where it had none.
    /// </summary>
    public SandboxKind? Container { get; init; }

    /// <summary>What it consumed.</summary>
    public InvocationUsage Usage { get; init; } = new();

    /// <summary>What it reached.</summary>
    public InvocationNetwork Network { get; init; } = new();

    /// <summary>Files it left in <c>/out</c>, by name; only of calls whose process ended by itself, in whatever way.</summary>
    public IReadOnlyList<InvocationArtifact> Artifacts { get; init; } = [];

    /// <summary>What was in <c>/out</c> and does not come back, and why.</summary>
    public IReadOnlyList<LeftFile> LeftFiles { get; init; } = [];

    /// <summary>128 random bits in lower-case hexadecimal.</summary>
    public required string InvocationId { get; init; }

    /// <summary>Whether it worked.</summary>
    [JsonIgnore]
    public bool IsOk => Status == InvocationStatus.Ok;
}
