namespace SkillHost.Docker.Baseline;

/// <summary>Kernel files that tell of the machine or change it, hidden or read-only in every container.</summary>
internal static class BaselinePaths
{
    public static readonly IReadOnlyList<string> ReadOnly =
        ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"];

    private static readonly string[] AlwaysMasked =
    [
        "/proc/acpi", "/proc/asound", "/proc/cmdline", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
        "/proc/sched_debug", "/proc/scsi", "/proc/timer_list", "/proc/timer_stats", "/sys/devices/virtual/powercap", "/sys/firmware",
    ];

    /// <summary>Hidden paths on a machine with so many processors: thermal counters are there once for each.</summary>
    public static IReadOnlyList<string> Masked(int processors) =>
    [
        .. AlwaysMasked,
        .. Enumerable.Range(0, processors).Select(number => $"/sys/devices/system/cpu/cpu{number}/thermal_throttle"),
    ];
}
