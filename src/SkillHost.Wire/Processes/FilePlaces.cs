namespace SkillHost.Wire.Processes;

/// <summary>Memory file systems that process 1 works on, also as a set.</summary>
[Flags]
public enum FilePlaces
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary><c>/in</c>.</summary>
    In = 1,

    /// <summary><c>/out</c>.</summary>
    Out = 2,

    /// <summary><c>/run/secrets</c>.</summary>
    Secrets = 4,
}
