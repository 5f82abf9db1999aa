using System.Text;
using SkillHost.Policies;

namespace SkillHost.Egress;

/// <summary>
/// Reads <c>CONNECT host:port HTTP/1.1</c> and its header lines, strictly: one blank between words, CR LF after every line, a host by name,
/// no body, nothing folded, no control character. Whatever else is asked of the proxy is refused.
/// </summary>
public static class ConnectRequestReader
{
    /// <summary>Most bytes of a request.</summary>
    public const int MaxBytes = 8 * 1024;

    private const int MaxHeaders = 64;

    private static ReadOnlySpan<byte> End => "\r\n\r\n"u8;

    /// <summary>
    /// The request at the beginning of <paramref name="bytes"/>; null with a null reason when more is needed, and with the reason when
    /// it is refused.
    /// </summary>
    public static ConnectRequest? Read(ReadOnlySpan<byte> bytes, out string? wrong)
    {
        int end = bytes.IndexOf(End);
        wrong = null;
        if (end < 0)
        {
            wrong = bytes.Length > MaxBytes ? $"the request is over {MaxBytes} bytes" : MissesBeginning(bytes);
            return null;
        }

        if (end > MaxBytes)
        {
            wrong = $"the request is over {MaxBytes} bytes";
            return null;
        }

        ReadOnlySpan<byte> head = bytes[..end];
        if (head.ContainsAnyExceptInRange((byte)' ', (byte)'~') && !IsClean(head))
        {
            wrong = "the request has bytes that do not belong in one";
            return null;
        }

        string[] lines = Encoding.ASCII.GetString(head).Split("\r\n");
        ConnectRequest? request = ReadLine(lines[0], end + End.Length, out wrong);
        wrong ??= request is null ? null : MissesHeaders(lines, request);
        return wrong is null ? request : null;
    }

    private static ConnectRequest? Refuse(string reason, out string? wrong)
    {
        wrong = reason;
        return null;
    }

    private static ConnectRequest? ReadLine(string line, int size, out string? wrong)
    {
        string[] words = line.Split(' ');
        wrong = words.Length != 3 || words[2] is not ("HTTP/1.1" or "HTTP/1.0") ? "the request is no HTTP/1.1"
            : words[0] != "CONNECT" ? "only CONNECT is served, so use https or a tunnel"
            : null;
        if (wrong is not null)
        {
            return null;
        }

        if (!HostNames.TryReadAuthority(words[1], out string host, out int port))
        {
            return Refuse("the request does not name a host and a port, such as api.example.com:443", out wrong);
        }

        return new ConnectRequest(host, port, size);
    }

    private static string? MissesHeaders(string[] lines, ConnectRequest request)
    {
        if (lines.Length - 1 > MaxHeaders)
        {
            return $"the request has over {MaxHeaders} header lines";
        }

        int hosts = 0;
        foreach (string line in lines.Skip(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string name = colon > 0 ? line[..colon] : "";
            if (!HttpText.IsToken(name))
            {
                return "the request has a broken header line";
            }

            string value = line[(colon + 1)..].Trim(' ');
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)
                || name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                return "the request announces a body";
            }

            if (name.Equals("Host", StringComparison.OrdinalIgnoreCase)
                && (++hosts > 1 || !HttpText.IsHost(value, request.Host, request.Port)))
            {
                return "the request names two hosts";
            }
        }

        return null;
    }

    /// <summary>Whether the only control characters are line ends.</summary>
    private static bool IsClean(ReadOnlySpan<byte> head)
    {
        for (int i = 0; i < head.Length; i++)
        {
            bool lineEnd = (head[i] == '\r' && i + 1 < head.Length && head[i + 1] == '\n')
                || (head[i] == '\n' && i > 0 && head[i - 1] == '\r');
            if (!lineEnd && head[i] is < (byte)' ' or > (byte)'~')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Refuses early what can never become a request, such as TLS spoken to the proxy.</summary>
    private static string? MissesBeginning(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 0 && !char.IsAsciiLetterUpper((char)bytes[0]) ? "the request is no HTTP/1.1" : null;
}
