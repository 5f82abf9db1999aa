using SkillHost.Wire.Multiplexing;

namespace SkillHost.Wire;

/// <summary>How a connection to process 1 behaves.</summary>
public sealed record InitConnectionOptions
{
    /// <summary>
    /// Bytes of each channel held for a reader that is slow; the process waits beyond it. Default 1 MiB, 256 KiB to 16 MiB.
    /// </summary>
    public int ReceiveWindowBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// Takes the connections made inside, with the number of the entry each was made to, which is whatever process 1 says; null (the
    /// default) refuses them. Must not block.
    /// </summary>
    public Action<uint, MuxStream>? Connected { get; init; }

    /// <summary>Hears of names asked for inside that have no entry: up to 253 bytes of anything. Under a lock: it must not block.</summary>
    public Action<string>? NameRefused { get; init; }

    /// <summary>Whether the transport is read by a blocking thread of its own; see
    /// <see cref="MuxConnectionOptions.OwnThread"/>.</summary>
    public bool OwnThread { get; init; }
}
