using System.Globalization;
using System.Text;
using SkillHost.Containers;

namespace SkillHost.Docker.Transport;

/// <summary>Status line and headers of an answer that is read by hand.</summary>
/// <param name="Status">Status code.</param>
/// <param name="ContentLength">Length of the body, or null when the answer does not say.</param>
/// <param name="Length">Bytes of the head, the empty line included.</param>
internal sealed record ResponseHead(int Status, int? ContentLength, int Length)
{
    /// <summary>Bytes a head may have.</summary>
    public const int Longest = 16 * 1024;

    /// <summary>The head at the start of <paramref name="bytes"/>, or null when more bytes are needed.</summary>
    public static ResponseHead? TryParse(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return bytes.Length < Longest ? null : throw Broken($"a head of more than {Longest} bytes");
        }

        var lines = Encoding.Latin1.GetString(bytes[..end]).Split("\r\n");
        int? length = null;
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':');
            if (colon <= 0)
            {
                throw Broken("a header without a name");
            }

            if (line.AsSpan(0, colon).Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                length = ParseNumber(line.AsSpan(colon + 1).Trim());
            }
        }

        return new ResponseHead(ParseStatus(lines[0]), length, end + 4);
    }

    private static int ParseStatus(string line) =>
        line.Length >= 12 && line.StartsWith("HTTP/1.", StringComparison.Ordinal) && line[8] == ' '
            && (line.Length == 12 || line[12] == ' ')
            ? ParseNumber(line.AsSpan(9, 3))
            : throw Broken("no HTTP status line");

    private static int ParseNumber(ReadOnlySpan<char> text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Broken($"\"{text}\" in the place of a number");

    private static EngineException Broken(string seen) =>
        new(EngineFailure.Broken, $"the engine's answer to an upgrade makes no sense: {seen}");
}
