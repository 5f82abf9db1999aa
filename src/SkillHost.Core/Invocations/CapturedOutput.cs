using System.Text;

namespace SkillHost.Invocations;

/// <summary>What came out of one output of a process.</summary>
/// <param name="Kept">Its beginning, up to the output limit.</param>
/// <param name="TotalBytes">All of it, in bytes.</param>
/// <param name="Ended">Whether its end was seen.</param>
internal sealed record CapturedOutput(ReadOnlyMemory<byte> Kept, long TotalBytes, bool Ended)
{
    /// <summary>Nothing.</summary>
    public static CapturedOutput None { get; } = new(default, 0, Ended: true);

    /// <summary>Whether the end is missing.</summary>
    public bool Truncated => TotalBytes > Kept.Length;

    /// <summary>As text: bytes that are not UTF-8 become U+FFFD; a character cut at the limit is left out.</summary>
    public string Text()
    {
        Decoder decoder = Encoding.UTF8.GetDecoder();
        char[] text = new char[Encoding.UTF8.GetMaxCharCount(Kept.Length)];
        return new string(text, 0, decoder.GetChars(Kept.Span, text, flush: !Truncated));
    }
}
