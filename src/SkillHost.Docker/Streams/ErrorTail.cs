using System.Text;

namespace SkillHost.Docker.Streams;

/// <summary>The last 4 KiB of what was appended. Thread-safe.</summary>
internal sealed class ErrorTail
{
    public const int Bytes = 4096;

    private readonly Lock _lock = new();
    private readonly byte[] _ring = new byte[Bytes];
    private int _next;
    private int _count;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var kept = bytes.Length > Bytes ? bytes[^Bytes..] : bytes;
        lock (_lock)
        {
            var first = Math.Min(kept.Length, Bytes - _next);
            kept[..first].CopyTo(_ring.AsSpan(_next));
            kept[first..].CopyTo(_ring);
            _next = (_next + kept.Length) % Bytes;
            _count = Math.Min(Bytes, _count + kept.Length);
        }
    }

    /// <summary>The bytes as text; a character cut at the start is dropped, others that are no UTF-8 become U+FFFD.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            var start = (_next - _count + Bytes) % Bytes;
            Span<byte> line = stackalloc byte[Bytes];
            var first = Math.Min(_count, Bytes - start);
            _ring.AsSpan(start, first).CopyTo(line);
            _ring.AsSpan(0, _count - first).CopyTo(line[first..]);
            return Encoding.UTF8.GetString(SkipCutCharacter(line[.._count]));
        }
    }

    private ReadOnlySpan<byte> SkipCutCharacter(ReadOnlySpan<byte> line)
    {
        var cut = 0;
        while (_count == Bytes && cut < 3 && (line[cut] & 0xC0) == 0x80)
        {
            cut++;
        }

        return line[cut..];
    }
}
