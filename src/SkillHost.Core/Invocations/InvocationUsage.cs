namespace SkillHost.Invocations;

/// <summary>What a call consumed, as the kernel counted it.</summary>
public sealed record InvocationUsage
{
    /// <summary>Milliseconds of CPU of the function's processes; null when it never ran.</summary>
    public double? CpuMs { get; init; }

    /// <summary>Peak bytes of memory of the container, memory file systems included; null when unknown.</summary>
    public long? PeakMemoryBytes { get; init; }
}
