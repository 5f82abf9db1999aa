using System.Text.Json;
using Microsoft.Extensions.Options;
using SkillHost.Policies;
using SkillHost.Sandboxes;
using SkillHost.Schemas;
using SkillHost.Wire.Processes;

namespace SkillHost.Invocations;

/// <summary>Decides what a process's end and output come to, in the order that <see cref="InvocationStatus"/> documents.</summary>
internal sealed class ResultJudge(IOptions<InvocationHostOptions> options)
{
    /// <summary>The result, but for its times.</summary>
    public InvocationResult Judge(CallContext call, SandboxPolicy policy, RunOutcome outcome)
    {
        InvocationResult result = Describe(call, policy, outcome);
        (InvocationStatus status, string? error) = Classify(call, policy.Limits, outcome);
        if (status == InvocationStatus.Ok)
        {
            return WithValue(call, result, outcome);
        }

        return result with { Status = status, Error = error, Content = [new InvocationContent("text", error!)] };
    }

    private static (InvocationStatus Status, string? Error) Classify(CallContext call, ResourceLimits limits, RunOutcome outcome) =>
        outcome switch
        {
            { Stop: RunStop.Cancelled } => (InvocationStatus.Cancelled, $"{call.Name} was cancelled"),
            { Stop: RunStop.TimedOut } => (InvocationStatus.TimedOut, ErrorText.TimedOut(call.Name, limits)),
            // Where calls share a container, the kill may have been another call's.
            { Exit: { OutOfMemoryKills: > 0, ExitCode: 0 }, Stdout.Ended: true } when call.Container == SandboxKind.Shared =>
                (InvocationStatus.Ok, null),
            { Exit.OutOfMemoryKills: > 0 } or { End.OutOfMemory: true } =>
                (InvocationStatus.OutOfMemory, ErrorText.OutOfMemory(call.Name, limits)),
            { Exit: null } =>
                (InvocationStatus.Unavailable, ErrorText.Unavailable(call.Name, outcome.End?.Reason ?? "its process was lost", call.Id)),
            { Exit.ExitCode: 0 } when !outcome.Stdout.Ended =>
                (InvocationStatus.Unavailable, ErrorText.Unavailable(call.Name, "its output did not end", call.Id)),
            { Exit.ExitCode: 0 } when !outcome.Files.Ended =>
                (InvocationStatus.Unavailable, ErrorText.Unavailable(call.Name, "its files could not be taken over", call.Id)),
            { Exit.ExitCode: 0 } => (InvocationStatus.Ok, null),
            _ => (InvocationStatus.Failed, ErrorText.Failed(call.Name, outcome)),
        };

    private static InvocationResult Describe(CallContext call, SandboxPolicy policy, RunOutcome outcome)
    {
        ProcessExit? exit = outcome.Exit;
        ProcessExit? own = outcome.Stop == RunStop.None ? exit : null;
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
            Usage = new InvocationUsage
            {
                CpuMs = exit is null ? null : exit.CpuMicroseconds / 1000.0,
                PeakMemoryBytes = exit is { PeakMemoryBytes: > 0 } ? exit.PeakMemoryBytes : null,
            },
            Artifacts = own is null ? [] : outcome.Files.Artifacts,
            LeftFiles = own is null ? [] : outcome.Files.Left,
            Network = new InvocationNetwork { Mode = policy.NetworkMode },
        };
    }

    private InvocationResult WithValue(CallContext call, InvocationResult result, RunOutcome outcome)
    {
        if (call.Function.Output is not { } schema)
        {
            return result with
            {
                Value = JsonSerializer.SerializeToElement(result.Stdout, InvocationJson.Options),
                Content = [new InvocationContent("text", result.Stdout)],
            };
        }

        if (outcome.Stdout.Truncated)
        {
            return Missing(call, result, $"has {outcome.Stdout.TotalBytes} bytes, at most {outcome.Stdout.Kept.Length} are wanted");
        }

        StrictJsonResult read = StrictJson.Parse(outcome.Stdout.Kept, options.Value.MaxJsonDepth);
        string? wrong = read.IsOk ? Misses(schema, read.Value.Value) : read.Error;
        return wrong is null
            ? result with { Value = read.Value, Content = [new InvocationContent("text", result.Stdout)] }
            : Missing(call, result, wrong);
    }

    private static InvocationResult Missing(CallContext call, InvocationResult result, string wrong)
    {
        string error = $"the result of {call.Name} {wrong}";
        return result with { Status = InvocationStatus.InvalidOutput, Error = error, Content = [new InvocationContent("text", error)] };
    }

    private static string? Misses(JsonSchema schema, JsonElement value) =>
        schema.Validate(value) is { Count: > 0 } violations ? $"misses its output schema: {string.Join("; ", violations)}" : null;
}
