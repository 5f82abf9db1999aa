using System.ComponentModel.DataAnnotations;

namespace SkillHost.Sandboxes.Pools;

/// <summary>
/// Containers that are started before a call needs them. Each serves one call and is destroyed. Section <c>Warm</c>. How many a manifest
/// may ask for is a matter of policy (<c>Policies:MaxWarm</c>).
/// </summary>
public sealed class WarmOptions
{
    /// <summary>Whether a host that is started keeps containers waiting. Default true; commands that make one call never do.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Whether functions in demand get more than their manifest asks, and give them back when idle. Default true. Where false, a skill
    /// that asks for none has none.
    /// </summary>
    public bool Adaptive { get; set; } = true;

    /// <summary>Waiting containers at once, over all skills. Default 16; 0–1024.</summary>
    [Range(0, 1024)]
    public int MaxContainers { get; set; } = 16;

    /// <summary>Waiting containers at once of one skill. Default 8; 0–48, since calls need some of its 64 user ids.</summary>
    [Range(0, 48)]
    public int MaxPerSkill { get; set; } = 8;

    /// <summary>
    /// Bytes that the memory limits of waiting containers may add up to, within the budget of <c>Sandboxes</c>; null for half of that
    /// budget. At least 0.
    /// </summary>
    [Range(0, long.MaxValue)]
    public long? MemoryBytes { get; set; }

    /// <summary>Containers being started at once in the background. Default 2; 1–32.</summary>
    [Range(1, 32)]
    public int MaxStarting { get; set; } = 2;

    /// <summary>Time a container may wait before another takes its place. Default 10 min; 1 s–1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Time after which containers beyond a manifest's <c>warm</c> that no call came near to needing are given back. Default 1 min;
    /// 1 s–1 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(1);
}
