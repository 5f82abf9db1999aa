namespace SkillHost.Invocations;

/// <summary>Milliseconds spent in each phase of a call.</summary>
public sealed record InvocationPhases
{
    /// <summary>Waiting for a place.</summary>
    public double QueueMs { get; init; }

    /// <summary>Getting image and container.</summary>
    public double AcquireMs { get; init; }

    /// <summary>From the start of the process to its end.</summary>
    public double RunMs { get; init; }

    /// <summary>Draining output and checking the result.</summary>
    public double CollectMs { get; init; }
}
