namespace SkillHost.Wire;

/// <summary>What went wrong on a stream.</summary>
public enum WireFailure
{
    /// <summary>The stream ended.</summary>
    Ended,

    /// <summary>The peer broke the protocol.</summary>
    Protocol,

    /// <summary>Process 1 could not start the program; the message says why.</summary>
    CannotStart,

    /// <summary>The peer reset this channel.</summary>
    Reset,
}
