using System.ComponentModel.DataAnnotations;

namespace SkillHost.Sandboxes;

/// <summary>How many containers calls may have at once, and how long they are waited for. Section <c>Sandboxes</c>.</summary>
public sealed class SandboxOptions
{
    /// <summary>Calls at once, over all skills. Default 16; 1–1024.</summary>
    [Range(1, 1024)]
    public int MaxConcurrentCalls { get; set; } = 16;

    /// <summary>Calls at once of one skill. Default 8; 1–64, since a skill has 64 user ids.</summary>
    [Range(1, 64)]
    public int MaxConcurrentCallsPerSkill { get; set; } = 8;

    /// <summary>
    /// Bytes of memory that the limits of all running calls may add up to; null for three quarters of the engine's. At least 16 MiB.
    /// </summary>
    [Range(16L << 20, long.MaxValue)]
    public long? MemoryBudgetBytes { get; set; }

    /// <summary>
    /// Bytes of memory that the limits of all running calls of one skill may add up to; null for no bound of its own. At least 16 MiB.
    /// </summary>
    [Range(16L << 20, long.MaxValue)]
    public long? MemoryBudgetPerSkillBytes { get; set; }

    /// <summary>Processors that the limits of all running calls may add up to; null for no bound. 0.01–4096.</summary>
    [Range(0.01, 4096.0)]
    public double? CpuBudget { get; set; }

    /// <summary>Processors that the limits of all running calls of one skill may add up to; null for no bound. 0.01–4096.</summary>
    [Range(0.01, 4096.0)]
    public double? CpuBudgetPerSkill { get; set; }

    /// <summary>
    /// Processes and threads of all calls' containers together, where the host can make a control group above them. Default 16384;
    /// 64–4194304.
    /// </summary>
    [Range(64, 4_194_304)]
    public int PidsBudget { get; set; } = 16_384;

    /// <summary>Calls that may wait for a place, over all skills; further ones are busy at once. Default 64; 0–10000.</summary>
    [Range(0, 10_000)]
    public int QueueLength { get; set; } = 64;

    /// <summary>Time a call waits for a place before it is busy. Default 10 s; 0 s–10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time for the engine to create and start a container. Default 30 s; 1 s–10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time between two sweeps of what an earlier host left on the engine. Default 1 min; 1 s–1 d.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Time that calls under way are given when the host stops, before their containers are removed. Default 5 s; 0 s–10 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether the host speaks with containers that wait for calls, or serve several, past the engine: over a socket that it fetches out of
    /// their process 1. Needs Linux, a host that may trace them (root) and an engine on the same machine; otherwise all goes through the
    /// engine, more slowly. Default yes.
    /// </summary>
    public bool DirectLine { get; set; } = true;

    /// <summary>
    /// Parent control group of every call's container; null for one that the host makes where it can, bounded by the budgets above.
    /// </summary>
    [RegularExpression("^[A-Za-z0-9/][A-Za-z0-9_./-]{0,254}$")]
    public string? CgroupParent { get; set; }
}
