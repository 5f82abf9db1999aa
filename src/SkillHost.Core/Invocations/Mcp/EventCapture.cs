using System.Buffers;
using System.Text;

namespace SkillHost.Invocations.Mcp;

/// <summary>
/// What a server wrote beside its messages while one call was under way: keeps the beginning, counts the rest. Events tell of what is
/// kept, or of <paramref name="all"/>.
/// </summary>
internal sealed class EventCapture(string name, long limit, bool all, Func<InvocationEvent, ValueTask> send)
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
            ReadOnlySpan<byte> told = all ? bytes.Span : bytes.Span[..room];
            char[] characters = new char[_decoder.GetCharCount(told, flush: false)];
            text = new string(characters, 0, _decoder.GetChars(told, characters, flush: false));
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
