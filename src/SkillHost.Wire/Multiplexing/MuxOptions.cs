namespace SkillHost.Wire.Multiplexing;

/// <summary>Limits of one end of a yamux session. Passing any of them fails the session.</summary>
public sealed record MuxOptions
{
    /// <summary>Credit every channel has when it is opened, in bytes: 256 KiB, fixed by the specification.</summary>
    public const int InitialWindowBytes = 256 * 1024;

    /// <summary>Largest payload of one frame sent, in bytes, so that channels take turns.</summary>
    public const int MaxFramePayload = 64 * 1024;

    /// <summary>Bytes a channel may hold that its reader has not taken. Default 256 KiB, 256 KiB to 16 MiB.</summary>
    public int ReceiveWindowBytes { get; init; } = InitialWindowBytes;

    /// <summary>Channels open at once, both ends' together. Default 1024.</summary>
    public int MaxChannels { get; init; } = 1024;

    /// <summary>Channels opened by the peer that may be refused before the session fails. Default 1024.</summary>
    public int MaxRefusals { get; init; } = 1024;

    /// <summary>Bytes of queued output above which no more payload is taken. Default 256 KiB.</summary>
    public int OutputBytes { get; init; } = 256 * 1024;

    /// <summary>
    /// Bytes that replies and other control frames may add on top before the peer counts as one that has stopped reading. Default 64 KiB.
    /// </summary>
    public int ControlBytes { get; init; } = 64 * 1024;

    /// <summary>Pings answered but not yet taken by the transport. Default 64.</summary>
    public int MaxQueuedPongs { get; init; } = 64;

    /// <summary>Frames in a row that carry nothing. Default 10,000.</summary>
    public int MaxIdleFrames { get; init; } = 10_000;
}
