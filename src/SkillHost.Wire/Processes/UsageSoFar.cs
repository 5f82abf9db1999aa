namespace SkillHost.Wire.Processes;

/// <summary>What a container has used since its start, process 1 included.</summary>
/// <param name="OutOfMemoryKills">Processes that the kernel killed in it for want of memory.</param>
/// <param name="CpuMicroseconds">CPU time in microseconds; 0 when the kernel does not say.</param>
/// <param name="PeakMemoryBytes">Peak bytes of memory; 0 when the kernel does not say.</param>
public sealed record UsageSoFar(int OutOfMemoryKills, long CpuMicroseconds, long PeakMemoryBytes);
