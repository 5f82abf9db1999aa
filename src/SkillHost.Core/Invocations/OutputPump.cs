using System.Buffers;
using System.Text;
using SkillHost.Wire;

namespace SkillHost.Invocations;

/// <summary>Reads one of a process's outputs to its end, whatever its size: keeps the beginning, counts the rest.</summary>
internal sealed class OutputPump(string name, Stream source, long limit, EventSink events)
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
                await SendAsync(Keep(buffer.AsSpan(0, count)), buffer);
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

    private ValueTask SendAsync(int kept, byte[] buffer) =>
        kept > 0 && events.IsOpen ? SendTextAsync(buffer.AsMemory(0, kept), flush: false) : ValueTask.CompletedTask;

    private async ValueTask SendTextAsync(ReadOnlyMemory<byte> bytes, bool flush)
    {
        // Cut at the limit, the last character may be incomplete; then it is left out, here as in the result.
        bool whole = flush && _total == _kept.WrittenCount;
        char[] text = new char[_decoder.GetCharCount(bytes.Span, whole)];
        if (_decoder.GetChars(bytes.Span, text, whole) > 0)
        {
            await events.SendAsync(new OutputEvent(name, new string(text)));
        }
    }
}
