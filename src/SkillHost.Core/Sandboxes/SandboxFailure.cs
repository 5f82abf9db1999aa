namespace SkillHost.Sandboxes;

/// <summary>Why there is no sandbox or no process.</summary>
public enum SandboxFailure
{
    /// <summary>The engine, the image or the stream failed.</summary>
    Unavailable,

    /// <summary>As many as allowed are running, and the queue is full or its time is up.</summary>
    Busy,

    /// <summary>The container is there, but the program could not be started: missing, not executable, no process left.</summary>
    CannotStart,

    /// <summary>The engine no longer has the image.</summary>
    ImageMissing,

    /// <summary>Its session is over; the message says why.</summary>
    SessionEnded,

    /// <summary>Policy forbids it, as found when it was about to be applied.</summary>
    Denied,
}
