namespace SkillHost.Wire.Multiplexing;

/// <summary>Flags of a yamux frame.</summary>
[Flags]
public enum MuxMarks
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Opens a channel, or asks for a pong.</summary>
    Syn = 1,

    /// <summary>Accepts a channel, or is a pong.</summary>
    Ack = 2,

    /// <summary>The sender has nothing more to send on this channel.</summary>
    Fin = 4,

    /// <summary>The channel is gone at once, in both directions.</summary>
    Rst = 8,
}
