using System.Text.Json;
using SkillHost.Invocations;

namespace SkillHost.App.Cli.Doctoring.Proving;

/// <summary>What a probe found.</summary>
internal sealed class ProbeResult(InvocationResult result)
{
    /// <summary>Whether it ran to its end.</summary>
    public bool IsOk => result.IsOk;

    /// <summary>How its call ended.</summary>
    public InvocationStatus Status => result.Status;

    /// <summary>Milliseconds of a processor, as the kernel counted them; 0 when it never ran.</summary>
    public double CpuMs => result.Usage.CpuMs ?? 0;

    /// <summary>Milliseconds that it ran.</summary>
    public double RunMs => result.Phases.RunMs;

    /// <summary>A number it printed, or -1 where it printed none.</summary>
    public long this[string name] =>
        result.Value is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out JsonElement number)
        && number.TryGetInt64(out long found)
            ? found
            : -1;

    /// <summary>The status, and for a call that could not be made the reason.</summary>
    public override string ToString() => Status is InvocationStatus.Unavailable or InvocationStatus.Denied or InvocationStatus.Busy
        ? $"{InvocationJson.NameOf(Status)} ({result.Error})"
        : InvocationJson.NameOf(Status);
}
