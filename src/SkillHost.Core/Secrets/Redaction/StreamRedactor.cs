using System.Buffers;
using System.Text;

namespace SkillHost.Secrets.Redaction;

/// <summary>Blacks secrets out of bytes that come in pieces, holding back no more than what may be the beginning of one.</summary>
internal sealed class StreamRedactor(Finder finder)
{
    private byte[] _held = [];

    /// <summary>Takes a piece and writes what is certain by now.</summary>
    public void Add(ReadOnlySpan<byte> piece, ArrayBufferWriter<byte> target) => Take([.. _held, .. piece], last: false, target);

    /// <summary>Writes the rest.</summary>
    public void End(ArrayBufferWriter<byte> target) => Take(_held, last: true, target);

    private void Take(byte[] data, bool last, ArrayBufferWriter<byte> target)
    {
        Unwrapped unwrapped = Unwrapped.Of(data);
        List<Match> matches = finder.Find(data, unwrapped);
        int end = last ? data.Length : Boundary(data, unwrapped, matches);
        int from = 0;
        foreach (Match match in matches.TakeWhile(match => match.Start < end))
        {
            target.Write(data.AsSpan(from, match.Start - from));
            target.Write(Encoding.UTF8.GetBytes($"[redacted:{match.Name}]"));
            from = match.End;
        }

        target.Write(data.AsSpan(from, Math.Max(0, end - from)));
        _held = data[Math.Max(from, end)..];
    }

    private int Boundary(byte[] data, in Unwrapped unwrapped, List<Match> matches)
    {
        int boundary = finder.BeginningAtEnd(data, unwrapped);
        if (matches is [.., var final] && final.Start < boundary && boundary < final.End)
        {
            // The end of one may be the beginning of another that overlaps it; but not for ever.
            return data.Length - final.Start <= 4 * finder.Longest ? final.Start : final.End;
        }

        return boundary;
    }
}
