using System.Buffers;
using System.Text;

namespace SkillHost.Invocations.Mcp;

/// <summary>What a server wrote beside its messages while one call was under way: keeps the beginning, counts the rest.</summary>
internal sealed class EventCapture(string name, long limit, Func<InvocationEvent, ValueTask> send)
{
    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _kept = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private long _total;

    /// <summary>Takes some more.</summary>
    public ValueTask AppendAsync(ReadOnlyMemory<byte> bytes)
    {
        string text;
        lock (_gate)
        {
            int room = (int)Math.Min(bytes.Length, limit - _kept.WrittenCount);
            _kept.Write(bytes.Span[..room]);
            _total += bytes.Length;
            char[] characters = new char[_decoder.GetCharCount(bytes.Span[..room], flush: false)];
            text = new string(characters, 0, _decoder.GetChars(bytes.Span[..room], characters, flush: false));
        }

        return text.Length > 0 ? send(new OutputEvent(name, text)) : ValueTask.CompletedTask;
    }

    /// <summary>What there is so far.</summary>
    public CapturedOutput Snapshot()
    {
        lock (_gate)
        {
            return new CapturedOutput(_kept.WrittenSpan.ToArray(), _total, Ended: true);
        }
    }
}
