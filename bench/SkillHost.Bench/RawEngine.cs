using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace SkillHost.Bench;

/// <summary>
/// The engine with nothing between: hand-written requests on its Unix socket. What a call costs when the client does no more than
/// the engine asks for; the baseline that the product is held against.
/// </summary>
internal sealed class RawEngine(string socketPath, string apiVersion) : IDisposable
{
    private readonly Socket _socket = Connect(socketPath);
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    public static Socket Connect(string socketPath)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(socketPath));
        return socket;
    }

    public JsonElement Json(string method, string path, string? body = null)
    {
        byte[] answer = Request(method, path, body);
        return answer.Length == 0 ? default : JsonDocument.Parse(answer).RootElement;
    }

    public byte[] Request(string method, string path, string? body = null)
    {
        Send(_socket, method, path, body, upgrade: false);
        (int status, Dictionary<string, string> headers) = ReadHead();
        byte[] content = headers.TryGetValue("transfer-encoding", out string? te) && te == "chunked"
            ? ReadChunks()
            : ReadBytes(headers.TryGetValue("content-length", out string? length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0);
        return status < 400 ? content : throw new IOException($"{method} {path}: {status} {Encoding.UTF8.GetString(content)}");
    }

    /// <summary>Attaches on a connection of its own; the caller reads frames (8-byte header, payload) and writes standard input.</summary>
    public Socket Attach(string container)
    {
        Socket socket = Connect(socketPath);
        Send(socket, "POST", $"/containers/{container}/attach?stream=1&stdin=1&stdout=1&stderr=1", null, upgrade: true);
        int matched = 0;
        byte[] one = new byte[1];
        while (matched < 4)
        {
            if (socket.Receive(one) == 0)
            {
                throw new IOException("The engine closed the connection.");
            }

            matched = one[0] == "\r\n\r\n"[matched] ? matched + 1 : one[0] == '\r' ? 1 : 0;
        }

        return socket;
    }

    /// <summary>Another connection to the same engine.</summary>
    public RawEngine Another() => new(socketPath, apiVersion);

    public void Dispose() => _socket.Dispose();

    private void Send(Socket socket, string method, string path, string? body, bool upgrade)
    {
        var text = new StringBuilder($"{method} /v{apiVersion}{path} HTTP/1.1\r\nHost: d\r\n");
        text.Append(upgrade ? "Connection: Upgrade\r\nUpgrade: tcp\r\n" : "");
        text.Append(body is null ? "" : "Content-Type: application/json\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body ?? "")}\r\n\r\n{body}");
        socket.Send(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private (int Status, Dictionary<string, string> Headers) ReadHead()
    {
        int status = int.Parse(ReadLine().Split(' ')[1], CultureInfo.InvariantCulture);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (string line = ReadLine(); line.Length > 0; line = ReadLine())
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        return (status, headers);
    }

    private byte[] ReadChunks()
    {
        using var all = new MemoryStream();
        for (int size = ReadSize(); size > 0; size = ReadSize())
        {
            all.Write(ReadBytes(size));
            ReadLine();
        }

        ReadLine();
        return all.ToArray();
    }

    private int ReadSize() => int.Parse(ReadLine(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private string ReadLine()
    {
        var line = new StringBuilder();
        for (char c = (char)ReadByte(); c != '\n'; c = (char)ReadByte())
        {
            line.Append(c == '\r' ? "" : c);
        }

        return line.ToString();
    }

    private byte[] ReadBytes(int count)
    {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = ReadByte();
        }

        return bytes;
    }

    private byte ReadByte()
    {
        if (_start == _end)
        {
            _start = 0;
            _end = _socket.Receive(_buffer);
            if (_end == 0)
            {
                throw new IOException("The engine closed the connection.");
            }
        }

        return _buffer[_start++];
    }
}
