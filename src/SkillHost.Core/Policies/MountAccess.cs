namespace SkillHost.Policies;

/// <summary>How far a skill may use a bound folder.</summary>
public enum MountAccess
{
    /// <summary>Read only.</summary>
    Read,

    /// <summary>Read and write, if the folder is bound as writable.</summary>
    Write,
}
