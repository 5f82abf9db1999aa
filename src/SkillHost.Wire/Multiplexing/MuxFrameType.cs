namespace SkillHost.Wire.Multiplexing;

/// <summary>Second byte of a yamux frame.</summary>
public enum MuxFrameType
{
    /// <summary>Payload of a channel follows; the only type that has any.</summary>
    Data = 0,

    /// <summary>The length field is credit, in bytes, added to what the peer may send.</summary>
    WindowUpdate = 1,

    /// <summary>The length field is an opaque value to be sent back.</summary>
    Ping = 2,

    /// <summary>The length field is the reason for which the session ends.</summary>
    GoAway = 3,
}
