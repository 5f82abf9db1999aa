namespace SkillHost.Wire.Processes;

/// <summary>How a process ended, as process 1 saw it.</summary>
public sealed record ProcessExit
{
    /// <summary>Exit code, or null when a signal ended it.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Signal that ended it, or null.</summary>
    public int? Signal { get; init; }

    /// <summary>Whether process 1 killed it at its <see cref="ProcessStart.Deadline"/>.</summary>
    public bool DeadlinePassed { get; init; }

    /// <summary>Processes that the kernel killed in this container for want of memory since this process was started.</summary>
    public int OutOfMemoryKills { get; init; }

    /// <summary>CPU time of the process and all its descendants that were waited for, in microseconds.</summary>
    public long CpuMicroseconds { get; init; }

    /// <summary>Peak bytes of memory of the container so far; 0 when the kernel does not say.</summary>
    public long PeakMemoryBytes { get; init; }
}
