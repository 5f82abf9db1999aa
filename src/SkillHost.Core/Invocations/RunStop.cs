namespace SkillHost.Invocations;

/// <summary>Why a process was not left to end by itself.</summary>
internal enum RunStop
{
    /// <summary>It ended by itself, or its container did.</summary>
    None,

    /// <summary>Its time was up.</summary>
    TimedOut,

    /// <summary>The caller wants no result any more.</summary>
    Cancelled,
}
