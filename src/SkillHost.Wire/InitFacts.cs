namespace SkillHost.Wire;

/// <summary>Figures of process 1 that whoever sizes its container needs.</summary>
public static class InitFacts
{
    /// <summary>Tasks process 1 itself holds, to be added to a limit on tasks; none is started later.</summary>
    public const int Threads = 2;

    /// <summary>Argument that gives the milliseconds until process 1 ends everything, before the host has set a deadline.</summary>
    public const string DeadlineArgument = "--deadline-ms";

    /// <summary>Processes one connection may have at once.</summary>
    public const int MaxProcesses = 64;

    /// <summary>Connections made inside that process 1 carries at once; further ones wait to be taken.</summary>
    public const int MaxConnections = 128;
}
