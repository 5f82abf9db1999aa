namespace SkillHost.Invocations;

/// <summary>Measures the phases of one call on the monotonic clock. Each mark ends a phase and begins the next.</summary>
internal sealed class CallClock
{
    private readonly TimeProvider _time;
    private readonly long _begun;
    private long _last;

    /// <summary>Begins the call, in its first phase.</summary>
    public CallClock(TimeProvider time)
    {
        _time = time;
        _begun = _last = time.GetTimestamp();
    }

    /// <summary>The phases so far.</summary>
    public InvocationPhases Phases { get; private set; } = new();

    /// <summary>Milliseconds since the call began.</summary>
    public double TotalMs => Rounded(_time.GetElapsedTime(_begun));

    /// <summary>A place is found, or will not be.</summary>
    public void Queued() => Phases = Phases with { QueueMs = Lap() };

    /// <summary>The process is started, or will not be.</summary>
    public void Acquired() => Phases = Phases with { AcquireMs = Lap() };

    /// <summary>The process has ended or was stopped.</summary>
    public void Ran() => Phases = Phases with { RunMs = Lap() };

    /// <summary>The output is in.</summary>
    public void Collected() => Phases = Phases with { CollectMs = Lap() };

    private double Lap()
    {
        long now = _time.GetTimestamp();
        double elapsed = Rounded(_time.GetElapsedTime(_last, now));
        _last = now;
        return elapsed;
    }

    private static double Rounded(TimeSpan span) => Math.Round(span.TotalMilliseconds, 3);
}
