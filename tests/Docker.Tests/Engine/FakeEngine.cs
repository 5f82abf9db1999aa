using System.Net.Sockets;
using System.Text;

namespace SkillHost.Docker.Tests.Engine;

/// <summary>A socket that speaks as much HTTP as a test tells it, to play an engine with a fault.</summary>
internal sealed class FakeEngine : IAsyncDisposable
{
    public const string Ping = "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nOSType: linux\r\nContent-Length: 2\r\n\r\nOK";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("skillhost-docker-test-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, int, Stream, CancellationToken, Task<bool>> _answer;
    private readonly List<string> _requests = [];
    private readonly Task _running;
    private int _connections;

    /// <summary>Starts it. The answer gets the request line and the number of its connection; it returns whether that goes on.</summary>
    public FakeEngine(Func<string, int, Stream, CancellationToken, Task<bool>> answer)
    {
        _answer = answer;
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _running = AcceptAsync();
    }

    public string Path => System.IO.Path.Combine(_folder.FullName, "docker.sock");

    /// <summary>Request lines so far.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public static string Json(int status, string body) =>
        $"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    public static ValueTask SendAsync(Stream stream, string text, CancellationToken cancellationToken) =>
        stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    public DockerEngine Connect(TimeSpan? requestTimeout = null) => DockerEngine.Create(new DockerOptions
    {
        Address = $"unix://{Path}",
        RequestTimeout = requestTimeout ?? TimeSpan.FromSeconds(30),
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _running;
        _folder.Delete(recursive: true);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(_stop.Token);
                open.Add(ServeAsync(socket, ++_connections));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(Socket socket, int connection)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            while (await ReadRequestAsync(stream) is { } line)
            {
                lock (_requests)
                {
                    _requests.Add(line);
                }

                if (!await _answer(line, connection, stream, _stop.Token))
                {
                    return;
                }
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException)
        {
            // The client went away, or the test is over.
        }
    }

    // Heads only: the bodies of requests are read as far as they come with them, which suffices for small ones.
    private async Task<string?> ReadRequestAsync(NetworkStream stream)
    {
        var buffer = new byte[256 * 1024];
        var count = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(count), _stop.Token);
            if (read == 0)
            {
                return null;
            }

            count += read;
            var text = Encoding.Latin1.GetString(buffer, 0, count);
            if (text.Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                return text[..text.IndexOf("\r\n", StringComparison.Ordinal)];
            }
        }
    }
}
