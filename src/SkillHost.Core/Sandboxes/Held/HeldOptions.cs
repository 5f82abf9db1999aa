using System.ComponentModel.DataAnnotations;

namespace SkillHost.Sandboxes.Held;

/// <summary>
/// Containers that outlive a call: those of sessions (<c>isolation: session</c>) and those that calls share (<c>isolation: shared</c>).
/// Section <c>Sessions</c>.
/// </summary>
public sealed class HeldOptions
{
    /// <summary>Such containers at once, over all skills. Default 16; 0–1024.</summary>
    [Range(0, 1024)]
    public int MaxContainers { get; set; } = 16;

    /// <summary>Such containers at once of one skill. Default 8; 0–48, since calls need some of its 64 user ids.</summary>
    [Range(0, 48)]
    public int MaxPerSkill { get; set; } = 8;

    /// <summary>Time without a call after which one ends. Default 10 min; 1 s–1 d.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Time after which one ends however busy it is; a call under way is seen through. Default 1 h; 1 s–1 d.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaxLife { get; set; } = TimeSpan.FromHours(1);
}
