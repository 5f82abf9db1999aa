namespace SkillHost.Invocations;

/// <summary>
/// How a call ended: the one list that agent replies, exit codes, HTTP statuses, logs and metrics share. Where several hold, the first
/// of these wins: cancelled, timed out, out of memory, unavailable, failed, invalid output, ok.
/// </summary>
public enum InvocationStatus
{
    /// <summary>It worked.</summary>
    Ok,

    /// <summary>The function ran and failed: a non-zero exit or a signal.</summary>
    Failed,

    /// <summary>The arguments miss the input schema; no container was made.</summary>
    InvalidArguments,

    /// <summary>The function ran, but its result misses the output schema or is not JSON.</summary>
    InvalidOutput,

    /// <summary>Policy refused it.</summary>
    Denied,

    /// <summary>As many calls as allowed are running; try again.</summary>
    Busy,

    /// <summary>Stopped at its deadline.</summary>
    TimedOut,

    /// <summary>The kernel killed something in it for want of memory, whatever its exit code.</summary>
    OutOfMemory,

    /// <summary>The caller cancelled it.</summary>
    Cancelled,

    /// <summary>The engine, the image or the stream failed; the function is not to blame.</summary>
    Unavailable,
}
