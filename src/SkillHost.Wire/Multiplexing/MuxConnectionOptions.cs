namespace SkillHost.Wire.Multiplexing;

/// <summary>How a <see cref="MuxConnection"/> behaves.</summary>
public sealed record MuxConnectionOptions
{
    /// <summary>Limits of the session.</summary>
    public MuxOptions Limits { get; init; } = new();

    /// <summary>
    /// Takes a channel the peer opens; null (the default) refuses all. Called under the connection's lock: it must not block.
    /// </summary>
    public Action<MuxStream>? Accept { get; init; }

    /// <summary>
    /// Whether <see cref="Accept"/> is asked at all just now; otherwise a channel is refused. Called under the same lock. Default always.
    /// </summary>
    public Func<bool>? Accepts { get; init; }

    /// <summary>Bytes of one read from the transport. Default 128 KiB.</summary>
    public int ReadBytes { get; init; } = 128 * 1024;

    /// <summary>
    /// Whether the transport is read by a thread of its own, which blocks in <see cref="Stream.Read(Span{byte})"/> until the transport is
    /// disposed of. Default no: it is read asynchronously.
    /// </summary>
    public bool OwnThread { get; init; }
}
