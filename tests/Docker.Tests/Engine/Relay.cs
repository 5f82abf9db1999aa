using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace SkillHost.Docker.Tests.Engine;

/// <summary>Passes connections on to the real engine, from whatever they come over.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<CancellationTokenSource, byte> _open = new();
    private readonly Task _running;

    /// <summary>Listens on a Unix socket.</summary>
    public Relay(string path)
        : this(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), new UnixDomainSocketEndPoint(path), null)
    {
    }

    /// <summary>Listens on a loopback port; <paramref name="wrap"/> lays a protocol on each connection.</summary>
    public Relay(Func<Stream, Task<Stream>>? wrap)
        : this(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), new IPEndPoint(IPAddress.Loopback, 0), wrap)
    {
    }

    private Relay(Socket listener, EndPoint place, Func<Stream, Task<Stream>>? wrap)
    {
        _listener = listener;
        _listener.Bind(place);
        _listener.Listen();
        _running = AcceptAsync(wrap);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Whether connections are ended as soon as they are made, as by an engine that is away.</summary>
    public bool Away { get; set; }

    /// <summary>Ends all connections there are, on both sides.</summary>
    public async Task CutAsync()
    {
        foreach (var connection in _open.Keys)
        {
            await connection.CancelAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _running;
        _stop.Dispose();
    }

    /// <summary>Joins a connection and the engine's socket until both directions have ended.</summary>
    public static async Task JoinAsync(Stream near, Func<Stream, Task> endNear, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint("/var/run/docker.sock"), cancellationToken);
        await using var far = new NetworkStream(socket);
        await Task.WhenAll(
            CopyAsync(near, far, () => socket.Shutdown(SocketShutdown.Send), cancellationToken),
            CopyThenEndAsync(far, near, endNear, cancellationToken));
    }

    private static async Task CopyAsync(Stream from, Stream to, Action end, CancellationToken cancellationToken)
    {
        await from.CopyToAsync(to, cancellationToken);
        end();
    }

    private static async Task CopyThenEndAsync(Stream from, Stream to, Func<Stream, Task> end, CancellationToken cancellationToken)
    {
        await from.CopyToAsync(to, cancellationToken);
        await end(to);
    }

    private async Task AcceptAsync(Func<Stream, Task<Stream>>? wrap)
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(ServeAsync(await _listener.AcceptAsync(_stop.Token), wrap));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(Socket socket, Func<Stream, Task<Stream>>? wrap)
    {
        // Not disposed: a cut may come at any time.
        var cut = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        try
        {
            await using var raw = new NetworkStream(socket, ownsSocket: true);
            if (Away)
            {
                return;
            }

            _open[cut] = 0;
            await using var near = wrap is null ? raw : await wrap(raw);
            await JoinAsync(
                near,
                async stream =>
                {
                    await stream.DisposeAsync();
                },
                cut.Token);
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or SocketException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException)
        {
            // One side went away, or was not let in.
        }
        finally
        {
            _open.TryRemove(cut, out _);
        }
    }
}
