using System.Buffers.Binary;

namespace SkillHost.Wire.Processes;

/// <summary>
/// Body of <see cref="ProcessMessage.Exited"/>: flags (1), exit code or signal (4), out-of-memory kills (4), CPU microseconds (8), peak
/// bytes (8).
/// </summary>
public static class ExitMessage
{
    /// <summary>Bytes of the message, its type byte included.</summary>
    public const int Size = 1 + 1 + 4 + 4 + 8 + 8;

    /// <summary>Flag: a signal ended the process.</summary>
    public const byte SignalFlag = 1;

    /// <summary>Flag: process 1 killed it at its deadline.</summary>
    public const byte DeadlineFlag = 2;

    /// <summary>Reads a message, its type byte included. Throws <see cref="WireException"/> when it is none.</summary>
    public static ProcessExit Decode(ReadOnlySpan<byte> message)
    {
        if (message.Length != Size || message[1] > (SignalFlag | DeadlineFlag))
        {
            throw new WireException(
                WireFailure.Protocol, $"The peer sent an exit of {message.Length} bytes, wanted {Size} and flags of at most 3.");
        }

        var value = BinaryPrimitives.ReadInt32BigEndian(message[2..]);
        var exit = new ProcessExit
        {
            ExitCode = (message[1] & SignalFlag) == 0 ? value : null,
            Signal = (message[1] & SignalFlag) != 0 ? value : null,
            DeadlinePassed = (message[1] & DeadlineFlag) != 0,
            OutOfMemoryKills = BinaryPrimitives.ReadInt32BigEndian(message[6..]),
            CpuMicroseconds = BinaryPrimitives.ReadInt64BigEndian(message[10..]),
            PeakMemoryBytes = BinaryPrimitives.ReadInt64BigEndian(message[18..]),
        };
        return Math.Min(Math.Min(value, exit.OutOfMemoryKills), Math.Min(exit.CpuMicroseconds, exit.PeakMemoryBytes)) >= 0
            ? exit
            : throw new WireException(WireFailure.Protocol, "The peer sent an exit with a negative figure.");
    }
}
