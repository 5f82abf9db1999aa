namespace SkillHost.Sandboxes.Held;

/// <summary>A container that outlives a call, and who uses it. <see cref="HeldSandboxes"/> locks around it.</summary>
internal sealed class HeldSandbox(HeldKey key, string origin, int callsAtOnce, long now)
{
    /// <summary>Whose it is.</summary>
    public HeldKey Key { get; } = key;

    /// <summary>Names what it was made of: image, policy and preparation.</summary>
    public string Origin { get; } = origin;

    /// <summary>Lets in as many calls as it may serve at once, in order.</summary>
    public SemaphoreSlim Turns { get; } = new(callsAtOnce, callsAtOnce);

    /// <summary>When it was begun, in the clock's own ticks.</summary>
    public long Begun { get; } = now;

    /// <summary>When its last call ended.</summary>
    public long LastUsed { get; set; } = now;

    /// <summary>Calls that use it or wait for it.</summary>
    public int Users { get; set; }

    /// <summary>Whether a call has used it before.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Why it is over; null while it is not.</summary>
    public string? Ended { get; set; }

    /// <summary>Whether it is over but for calls under way.</summary>
    public bool Draining { get; set; }

    /// <summary>The container, once there; fails when there is none to be had.</summary>
    public TaskCompletionSource<Sandbox> Made { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Looks at it when it may have been idle, or lived, for long enough.</summary>
    public ITimer? Timer { get; set; }
}
