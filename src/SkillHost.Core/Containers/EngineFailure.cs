namespace SkillHost.Containers;

/// <summary>Why the engine did not do what it was asked.</summary>
public enum EngineFailure
{
    /// <summary>No engine answers at the address.</summary>
    Unreachable,

    /// <summary>The socket is there, but this user may not use it.</summary>
    PermissionDenied,

    /// <summary>The engine knows no such container or image.</summary>
    NotFound,

    /// <summary>The object's state or name forbids the request.</summary>
    Conflict,

    /// <summary>The engine's disk is full.</summary>
    OutOfDisk,

    /// <summary>The engine did not answer before the request's deadline.</summary>
    TimedOut,

    /// <summary>The engine refused the request as malformed or unsupported.</summary>
    BadRequest,

    /// <summary>A build step failed.</summary>
    BuildFailed,

    /// <summary>The engine's answer made no sense, or it failed for a reason of its own.</summary>
    Broken,
}
