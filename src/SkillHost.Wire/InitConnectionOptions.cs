using SkillHost.Wire.Multiplexing;

namespace SkillHost.Wire;

/// <summary>How a connection to process 1 behaves.</summary>
public sealed record InitConnectionOptions
{
    /// <summary>
    /// Bytes of each channel held for a reader that is slow; the process waits beyond it. Default 1 MiB, 256 KiB to 16 MiB.
    /// </summary>
    public int ReceiveWindowBytes { get; init; } = 1024 * 1024;

    /// <summary>Whether the transport is read by a blocking thread of its own; see
    /// <see cref="MuxConnectionOptions.OwnThread"/>.</summary>
    public bool OwnThread { get; init; }
}
