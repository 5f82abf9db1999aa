using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SkillHost.Mcp;
using SkillHost.Policies;
using SkillHost.Schemas;
using SkillHost.Wire.Processes;

namespace SkillHost.Invocations.Mcp;

/// <summary>Decides what a server's answer, or its want, comes to, in the order that <see cref="InvocationStatus"/> documents.</summary>
internal sealed class McpJudge(IOptions<InvocationHostOptions> options)
{
    private const int LongestError = 2000;

    // A result stands in an object and its content in a list of objects.
    private const int OuterDepth = 3;

    /// <summary>The result, but for its times.</summary>
    public InvocationResult Judge(CallContext call, SandboxPolicy policy, McpOutcome outcome)
    {
        InvocationResult result = Describe(call, policy, outcome);
        (InvocationStatus status, string? error) = Classify(call, policy.Limits, outcome);
        if (status != InvocationStatus.Ok)
        {
            return Ended(result, status, error!);
        }

        // Not null: everything without an answer was classified.
        McpReply reply = outcome.Reply!;
        long bytes = Math.Max(reply.DroppedBytes, reply.Result.Length);
        return bytes > policy.Limits.OutputBytes
            ? Invalid(call, result, $"has {bytes} bytes, at most {policy.Limits.OutputBytes} are wanted") with { Truncated = true }
            : Read(call, result, reply);
    }

    private static (InvocationStatus Status, string? Error) Classify(CallContext call, ResourceLimits limits, McpOutcome outcome) =>
        outcome switch
        {
            { Stop: RunStop.Cancelled } => (InvocationStatus.Cancelled, $"{call.Name} was cancelled"),
            { Stop: RunStop.TimedOut } => (InvocationStatus.TimedOut, ErrorText.TimedOut(call.Name, limits)),
            { Exit.OutOfMemoryKills: > 0 } or { Used.OutOfMemoryKills: > 0 } or { End.OutOfMemory: true } =>
                (InvocationStatus.OutOfMemory, ErrorText.OutOfMemory(call.Name, limits)),
            { Failure.Failure: McpFailure.Protocol } =>
                (InvocationStatus.Failed, $"{call.Name} failed: its server {outcome.Failure.Message}"),
            { Failure: not null, Exit: { } exit } => (InvocationStatus.Failed, Died(call.Name, exit, outcome)),
            { Failure: not null } => (
                InvocationStatus.Unavailable,
                ErrorText.Unavailable(call.Name, outcome.End?.Reason ?? "its server was lost", call.Id)),
            { Reply.Error: { } error } => (InvocationStatus.Failed, $"{call.Name} failed: {Shown(error)} (error {outcome.Reply.Code})"),
            _ => (InvocationStatus.Ok, null),
        };

    private static string Died(string name, ProcessExit exit, McpOutcome outcome)
    {
        string text = ErrorText.Failed(name, new RunOutcome { Exit = exit, Stderr = outcome.Stderr });
        return exit is { ExitCode: 0 } ? $"{name} ended before it answered" : text;
    }

    private static InvocationResult Describe(CallContext call, SandboxPolicy policy, McpOutcome outcome)
    {
        ProcessExit? own = outcome is { Stop: RunStop.None, Failure.Failure: McpFailure.Ended } ? outcome.Exit : null;
        return new InvocationResult
        {
            InvocationId = call.Id,
            Status = InvocationStatus.Ok,
            Stdout = outcome.Stdout.Text(),
            Stderr = outcome.Stderr.Text(),
            StdoutBytes = outcome.Stdout.TotalBytes,
            StderrBytes = outcome.Stderr.TotalBytes,
            Truncated = outcome.Stdout.Truncated || outcome.Stderr.Truncated,
            ExitCode = own?.ExitCode,
            Signal = own?.Signal,
            Usage = outcome.Own ? UsageOf(outcome) : new InvocationUsage(),
            Network = new InvocationNetwork { Mode = policy.NetworkMode },
        };
    }

    private static InvocationUsage UsageOf(McpOutcome outcome)
    {
        (long cpu, long peak) = outcome switch
        {
            { Used: { } used } => (used.CpuMicroseconds, used.PeakMemoryBytes),
            { Exit: { } exit } => (exit.CpuMicroseconds, exit.PeakMemoryBytes),
            _ => (0, 0),
        };
        return new InvocationUsage { CpuMs = cpu > 0 ? cpu / 1000.0 : null, PeakMemoryBytes = peak > 0 ? peak : null };
    }

    private InvocationResult Read(CallContext call, InvocationResult result, McpReply reply)
    {
        StrictJsonResult read = StrictJson.Parse(reply.Result, options.Value.MaxJsonDepth + OuterDepth);
        if (!read.IsOk)
        {
            return Invalid(call, result, read.Error!);
        }

        if (read.Value is not { ValueKind: JsonValueKind.Object } answer)
        {
            return Invalid(call, result, "is no JSON object, as the protocol wants it");
        }

        if (McpContents.Read(answer, out string wrong) is not { } content)
        {
            return Invalid(call, result, wrong);
        }

        string text = string.Join('\n', content.Where(piece => piece.Type == "text").Select(piece => piece.Text));
        return answer.TryGetProperty("isError", out JsonElement isError) && isError.ValueKind == JsonValueKind.True
            ? Ended(result, InvocationStatus.Failed, $"{call.Name} failed: {(text.Length == 0 ? "it did not say why" : Shown(text))}")
            : WithValue(call, result, answer, content, text);
    }

    private static InvocationResult WithValue(
        CallContext call, InvocationResult result, JsonElement answer, IReadOnlyList<InvocationContent> content, string text)
    {
        JsonElement? value = Structured(call, answer);
        if (call.Function.Output is { } schema)
        {
            if (value is null)
            {
                return Invalid(call, result, "has no structured content, which its output schema wants");
            }

            if (schema.Validate(value.Value) is { Count: > 0 } violations)
            {
                return Invalid(call, result, $"misses its output schema: {string.Join("; ", violations)}");
            }
        }

        JsonElement given = value ?? JsonSerializer.SerializeToElement(text, InvocationJson.Options);
        return result with
        {
            Value = given,
            Content = content.Count > 0 || value is null ? content : [new InvocationContent("text", given.GetRawText())],
        };
    }

    private static JsonElement? Structured(CallContext call, JsonElement answer)
    {
        if (!answer.TryGetProperty("structuredContent", out JsonElement value))
        {
            return null;
        }

        return !call.Function.Function.Wrapped ? value
            : value.ValueKind == JsonValueKind.Object && value.TryGetProperty("result", out JsonElement inner) ? inner
            : null;
    }

    private static InvocationResult Invalid(CallContext call, InvocationResult result, string wrong) =>
        Ended(result, InvocationStatus.InvalidOutput, $"the result of {call.Name} {wrong}");

    private static InvocationResult Ended(InvocationResult result, InvocationStatus status, string error) =>
        result with { Status = status, Error = error, Content = [new InvocationContent("text", error)] };

    private static string Shown(string text)
    {
        StringBuilder shown = new();
        foreach (Rune rune in text.EnumerateRunes().Take(LongestError))
        {
            shown.Append(Rune.IsControl(rune) && rune.Value is not ('\n' or '\t') ? "\uFFFD" : rune.ToString());
        }

        return shown.Append(text.EnumerateRunes().Skip(LongestError).Any() ? "…" : "").ToString();
    }
}
