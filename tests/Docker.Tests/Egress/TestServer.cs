using System.Net;
using System.Net.Sockets;

namespace SkillHost.Docker.Tests.Egress;

/// <summary>A server on this machine; counts whoever comes.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private int _taken;

    public TestServer(IPAddress address, int port, Func<Stream, CancellationToken, Task> serve)
    {
        _listener = new TcpListener(address, port);
        _listener.Start(512);
        _running = RunAsync(serve);
    }

    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Gives back whatever it is sent.</summary>
    public static async Task EchoAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }

    /// <summary>Sends without end, whoever reads it or not.</summary>
    public static async Task FloodAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            await stream.WriteAsync(buffer, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync(Func<Stream, CancellationToken, Task> serve)
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _taken);
                _ = ServeAsync(socket, serve);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket socket, Func<Stream, CancellationToken, Task> serve)
    {
        socket.NoDelay = true;
        await using NetworkStream stream = new(socket, ownsSocket: true);
        try
        {
            await serve(stream, _stop.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
        {
            // Whoever came has gone.
        }
    }
}
