namespace SkillHost.Wire.Multiplexing;

/// <summary>Which end of a yamux session this is; it decides who may use which channel ids.</summary>
public enum MuxRole
{
    /// <summary>Opens odd ids. The host.</summary>
    Client,

    /// <summary>Opens even ids. Process 1.</summary>
    Server,
}
