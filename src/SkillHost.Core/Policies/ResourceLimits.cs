namespace SkillHost.Policies;

/// <summary>What one call may consume. Every field is a ceiling, never a reservation.</summary>
public sealed record ResourceLimits
{
    /// <summary>Processors. Default 0.5.</summary>
    public double Cpus { get; init; } = 0.5;

    /// <summary>Bytes of memory, memory file systems included; swap is always off. Default 256 MiB.</summary>
    public long MemoryBytes { get; init; } = 256L << 20;

    /// <summary>Processes and threads of the skill. Default 64.</summary>
    public int Pids { get; init; } = 64;

    /// <summary>Wall-clock time of one call, from the moment its process is started. Default 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of <c>/tmp</c>. Default 64 MiB.</summary>
    public long TmpBytes { get; init; } = 64L << 20;

    /// <summary>Bytes kept of standard output, and as many of standard error. Default 1 MiB.</summary>
    public long OutputBytes { get; init; } = 1L << 20;

    /// <summary>Bytes of <c>/in</c>, where the files a caller sends are. Default 0: it takes none, and there is no such folder.</summary>
    public long InBytes { get; init; }

    /// <summary>Bytes of <c>/out</c>, whose files come back. Default 0: it gives none, and there is no such folder.</summary>
    public long OutBytes { get; init; }

    /// <summary>
    /// Bytes of <c>/dev/shm</c>: 16 MiB, or a quarter of a small memory. With the other memory file systems at most half the memory.
    /// </summary>
    public long SharedMemoryBytes => Limits.Shared(MemoryBytes);
}
