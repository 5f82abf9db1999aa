using System.Buffers.Binary;
using SkillHost.Containers;

namespace SkillHost.Docker.Streams;

/// <summary>
/// Takes the engine's multiplexed standard streams apart: frames of a header (kind, three zeros, length in four bytes, high byte first)
/// and a payload. Input may be cut anywhere; a length is a count to pass on, never an amount to reserve.
/// </summary>
internal sealed class FrameDemultiplexer(ErrorTail errors)
{
    private const int HeaderBytes = 8;

    private readonly byte[] _header = new byte[HeaderBytes];
    private int _headerCount;
    private FrameKind _kind;
    private uint _remaining;

    /// <summary>Payload bytes of standard output that must come before anything else.</summary>
    public uint OutputRemaining => _kind is FrameKind.Output or FrameKind.Input ? _remaining : 0;

    /// <summary>
    /// Moves standard output to <paramref name="output"/> and standard error to the tail until one of the spans is used up. Returns the
    /// bytes of output written.
    /// </summary>
    public int Take(ReadOnlySpan<byte> source, Span<byte> output, out int consumed)
    {
        var written = 0;
        consumed = 0;
        while (consumed < source.Length)
        {
            if (_remaining == 0)
            {
                consumed += TakeHeader(source[consumed..]);
                continue;
            }

            var payload = source.Slice(consumed, (int)Math.Min(_remaining, (uint)(source.Length - consumed)));
            if (OutputRemaining == 0)
            {
                errors.Append(payload);
            }
            else if (written == output.Length)
            {
                break;
            }
            else
            {
                payload = payload[..Math.Min(payload.Length, output.Length - written)];
                payload.CopyTo(output[written..]);
                written += payload.Length;
            }

            Skip(payload.Length);
            consumed += payload.Length;
        }

        return written;
    }

    /// <summary>Counts payload bytes that went their way without passing through here.</summary>
    public void Skip(int bytes) => _remaining -= (uint)bytes;

    private int TakeHeader(ReadOnlySpan<byte> source)
    {
        var part = source[..Math.Min(source.Length, HeaderBytes - _headerCount)];
        part.CopyTo(_header.AsSpan(_headerCount));
        _headerCount += part.Length;
        if (_headerCount == HeaderBytes)
        {
            _headerCount = 0;
            _kind = (FrameKind)_header[0];
            _remaining = BinaryPrimitives.ReadUInt32BigEndian(_header.AsSpan(4));
            if (_kind > FrameKind.Engine || _header.AsSpan(1, 3).ContainsAnyExcept((byte)0))
            {
                throw new EngineException(
                    EngineFailure.Broken,
                    $"the engine's attached stream is out of step: {Convert.ToHexString(_header)} is no frame header");
            }
        }

        return part.Length;
    }
}
