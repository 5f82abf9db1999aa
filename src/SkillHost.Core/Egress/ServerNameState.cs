namespace SkillHost.Egress;

/// <summary>How far a TLS greeting has been read.</summary>
public enum ServerNameState
{
    /// <summary>More bytes are needed.</summary>
    Unfinished,

    /// <summary>It names one server.</summary>
    Found,

    /// <summary>It is none, is broken, or names no server.</summary>
    Wrong,
}
