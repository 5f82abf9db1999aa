using System.Buffers;
using System.Text;
using SkillHost.Wire;

namespace SkillHost.Invocations;

/// <summary>
/// Reads one of a process's outputs to its end, whatever its size: keeps the beginning, counts the rest. Events tell of what is kept, or
/// of <paramref name="all"/>.
/// </summary>
internal sealed class OutputPump(string name, Stream source, long limit, bool all, EventSink events)
{
    private const int BufferBytes = 32 * 1024;
    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _kept = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private long _total;
    private bool _ended;

    /// <summary>Completes when the stream has ended or broken; never fails.</summary>
    public async Task RunAsync()
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (await source.ReadAsync(buffer) is > 0 and var count)
            {
                int kept = Keep(buffer.AsSpan(0, count));
                await SendAsync(buffer.AsMemory(0, all ? count : kept));
            }

            _ended = true;
            await SendTextAsync(default, flush: true);
        }
        catch (Exception e) when (e is WireException or IOException or ObjectDisposedException)
        {
            // The stream broke: what has arrived stays, and the process's own end says why.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>What has arrived so far.</summary>
    public CapturedOutput Snapshot()
    {
        lock (_gate)
        {
            return new CapturedOutput(_kept.WrittenSpan.ToArray(), _total, _ended);
        }
    }

    private int Keep(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            int room = (int)Math.Min(bytes.Length, limit - _kept.WrittenCount);
            _kept.Write(bytes[..room]);
            _total += bytes.Length;
            return room;
        }
    }

    private ValueTask SendAsync(ReadOnlyMemory<byte> bytes) =>
        bytes.Length > 0 && events.IsOpen ? SendTextAsync(bytes, flush: false) : ValueTask.CompletedTask;

    private async ValueTask SendTextAsync(ReadOnlyMemory<byte> bytes, bool flush)
    {
        // Cut at the limit, the last character may be incomplete; then it is left out, here as in the result.
        if (Decode(bytes.Span, flush && (all || _total == _kept.WrittenCount)) is { Length: > 0 } text)
        {
            await events.SendAsync(new OutputEvent(name, text));
        }
    }

    private string Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        char[] text = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(bytes.Length));
        try
        {
            return new string(text, 0, _decoder.GetChars(bytes, text, flush));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text);
        }
    }
}
