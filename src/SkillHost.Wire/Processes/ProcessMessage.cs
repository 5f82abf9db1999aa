namespace SkillHost.Wire.Processes;

/// <summary>Messages of session and control channels: the byte after their length. docs/wire.md gives their bodies.</summary>
public enum ProcessMessage
{
    /// <summary>Session: process 1 ends everything after this many milliseconds from now.</summary>
    SetDeadline = 1,

    /// <summary>Session: process 1 takes connections on these addresses, and on no others, for the host.</summary>
    Listen = 2,

    /// <summary>Session, from process 1: a name was asked for that has no entry.</summary>
    NameRefused = 3,

    /// <summary>Control, first message from the host: start the process.</summary>
    Start = 16,

    /// <summary>Control, from the host: signal the process's group.</summary>
    Signal = 17,

    /// <summary>Control, from the host: kill the process and everything it started.</summary>
    KillTree = 18,

    /// <summary>Session: what has the container used so far?</summary>
    AskUsage = 20,

    /// <summary>Session, from process 1: this much, counted after everything that its processes had written was sent.</summary>
    Usage = 21,

    /// <summary>Session: make a pair of sockets, which could take the place of standard input and output.</summary>
    AskLine = 22,

    /// <summary>Session, from process 1: the number of the descriptor that is the host's end.</summary>
    Line = 23,

    /// <summary>Session, the last that the host writes to standard input: it has the socket; or else it does without.</summary>
    TakeLine = 24,

    /// <summary>Session, the last that process 1 writes to standard output: everything goes over the socket from now on.</summary>
    LineTaken = 25,

    /// <summary>Control, from process 1: the process runs.</summary>
    Started = 32,

    /// <summary>Control, from process 1: it does not, and why.</summary>
    CannotStart = 33,

    /// <summary>Control, from process 1: the process and everything it started have ended.</summary>
    Exited = 34,
}
