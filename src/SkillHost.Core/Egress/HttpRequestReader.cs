using System.Globalization;
using System.Text;

namespace SkillHost.Egress;

/// <summary>
/// Reads one request of HTTP/1 strictly and writes it anew: for that host, with that header and no other of its name, and as the only one
/// of its connection. A request whose end could be read in two ways is refused.
/// </summary>
public static class HttpRequestReader
{
    /// <summary>Most bytes of a head.</summary>
    public const int MaxBytes = 16 * 1024;

    // What concerns one connection, and encodings in which a secret that is sent back could not be seen.
    private static readonly string[] Dropped =
    [
        "Host", "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authorization", "Upgrade", "TE", "Trailer", "Expect",
        "Accept-Encoding",
    ];

    /// <summary>
    /// The request at the beginning of <paramref name="bytes"/> for <paramref name="host"/> and <paramref name="port"/>; null with a null
    /// reason when more is needed, and with the reason when it is refused.
    /// </summary>
    public static HttpRequestHead? Read(
        ReadOnlySpan<byte> bytes, string host, int port, KeyValuePair<string, string> added, out string? wrong)
    {
        ArgumentNullException.ThrowIfNull(host);
        int end = bytes.IndexOf("\r\n\r\n"u8);
        wrong = bytes.Length > MaxBytes && end is < 0 or > MaxBytes ? $"the request's head is over {MaxBytes} bytes" : null;
        if (end < 0 || wrong is not null)
        {
            return null;
        }

        string[] lines = Encoding.Latin1.GetString(bytes[..end]).Split("\r\n");
        wrong = MissesLine(lines[0]);
        StringBuilder head = new(lines[0] + "\r\n");
        List<string> lengths = [];
        int hosts = 0;
        foreach (string line in lines.Skip(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string name = colon > 0 ? line[..colon] : "";
            string value = line[(colon + 1)..].Trim(' ', '\t');
            wrong ??= MissesHeader(name, value, host, port, ref hosts, lengths);
            if (wrong is null && !Dropped.Contains(name, StringComparer.OrdinalIgnoreCase) && !Is(name, added.Key))
            {
                head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
            }
        }

        long body = 0;
        wrong ??= hosts != 1 ? "the request names no host"
            : lengths.Count > 1 || (lengths.Count == 1 && !TryLength(lengths[0], out body)) ? "the request's length is not clear"
            : null;
        head.Append(CultureInfo.InvariantCulture, $"Host: {host}\r\nConnection: close\r\n{added.Key}: {added.Value}\r\n\r\n");
        return wrong is null ? new HttpRequestHead(Encoding.Latin1.GetBytes(head.ToString()), end + 4, body) : null;
    }

    private static string? MissesLine(string line)
    {
        string[] words = line.Split(' ');
        bool right = words.Length == 3 && words[0].Length is > 0 and < 32 && words[0].All(char.IsAsciiLetterUpper)
            && words[0] != "CONNECT" && words[1].StartsWith('/') && words[1].All(c => c is > ' ' and <= '~')
            && words[2] is "HTTP/1.1" or "HTTP/1.0";
        return right ? null : "the request is no plain HTTP/1.1 for a path";
    }

    private static string? MissesHeader(string name, string value, string host, int port, ref int hosts, List<string> lengths)
    {
        if (!HttpText.IsToken(name) || value.Any(c => c is < ' ' and not '\t' or '\u007f'))
        {
            return "the request has a broken header line";
        }

        if (Is(name, "Transfer-Encoding"))
        {
            return "the request's body has no length; send one that has";
        }

        if (Is(name, "Content-Length"))
        {
            lengths.Add(value);
        }

        return Is(name, "Host") && (++hosts > 1 || !HttpText.IsHost(value, host, port)) ? "the request names another host" : null;
    }

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static bool TryLength(string text, out long length) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out length) && text.Length <= 18;
}
