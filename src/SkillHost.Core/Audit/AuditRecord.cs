using System.Text.Json.Serialization;

namespace SkillHost.Audit;

/// <summary>What is written down of one call, allowed or refused. Never arguments or output, only hashes and sizes.</summary>
public sealed record AuditRecord
{
    /// <summary>Outcome of a call whose host died before its end could be written.</summary>
    public const string Lost = "lost";

    /// <summary>Who called, as the door knows it: <c>cli:alice</c>, <c>key:ci</c>, <c>dotnet</c>.</summary>
    public required string Caller { get; init; }

    /// <summary>The call.</summary>
    public required string InvocationId { get; init; }

    /// <summary>Skill.</summary>
    public required string Skill { get; init; }

    /// <summary>Function.</summary>
    public required string Function { get; init; }

    /// <summary>When the call came in, UTC.</summary>
    public DateTimeOffset Begun { get; init; }

    /// <summary>Image id, or empty when no image was reached.</summary>
    public string ImageId { get => field ?? ""; init; }

    /// <summary>Whether the operator has the skill run without a sandbox; left out where not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unsandboxed { get; init; }

    /// <summary>SHA-256 of the effective policy, lower-case hexadecimal.</summary>
    public string PolicyHash { get => field ?? ""; init; }

    /// <summary>SHA-256 of the argument bytes, lower-case hexadecimal.</summary>
    public string ArgumentsHash { get => field ?? ""; init; }

    /// <summary>Bytes of arguments.</summary>
    public long ArgumentBytes { get; init; }

    /// <summary>How it ended, in snake case, such as <c>timed_out</c>, or <see cref="Lost"/>.</summary>
    public required string Outcome { get; init; }

    /// <summary>
    /// What the operator's rules came to: <c>run</c>, <c>approved by …</c>, <c>not approved</c> or <c>refused</c>; empty when they were
    /// not asked.
    /// </summary>
    public string Approval { get => field ?? ""; init; }

    /// <summary>Bytes written to standard output.</summary>
    public long StdoutBytes { get; init; }

    /// <summary>Bytes written to standard error.</summary>
    public long StderrBytes { get; init; }

    /// <summary>Hosts and ports the call reached, such as <c>api.example.com:443</c>; at most 64.</summary>
    public IReadOnlyList<string> Reached { get => field ?? []; init; } = [];

    /// <summary>Hosts and ports it was denied, each with the reason; at most 64.</summary>
    public IReadOnlyList<string> Denied { get => field ?? []; init; } = [];

    /// <summary>Bytes it sent over the network.</summary>
    public long BytesSent { get; init; }

    /// <summary>Bytes it received over the network.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Wall-clock milliseconds.</summary>
    public double DurationMs { get; init; }
}
