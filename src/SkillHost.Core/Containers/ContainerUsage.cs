namespace SkillHost.Containers;

/// <summary>What a container uses now.</summary>
/// <param name="Processors">Processors in use, such as 0.5.</param>
/// <param name="MemoryBytes">Bytes of memory that the kernel cannot take back at once.</param>
/// <param name="MemoryLimitBytes">Bytes it may have.</param>
/// <param name="Tasks">Processes and threads.</param>
public sealed record ContainerUsage(double Processors, long MemoryBytes, long MemoryLimitBytes, int Tasks);
