using System.Net;
using System.Net.Sockets;

namespace SkillHost.Bench;

/// <summary>Two servers on this machine: one gives a byte back, one takes or sends a great many.</summary>
internal sealed class BenchServer : IDisposable
{
    public const int EchoPort = 28080;
    public const int BulkPort = 28081;

    private readonly TcpListener _echo = new(IPAddress.Loopback, EchoPort);
    private readonly TcpListener _bulk = new(IPAddress.Loopback, BulkPort);
    private readonly long _bytes;

    public BenchServer(long bytes)
    {
        _bytes = bytes;
        _echo.Start(128);
        _bulk.Start(128);
        Serve(_echo, Echo);
        Serve(_bulk, Bulk);
    }

    public void Dispose()
    {
        _echo.Dispose();
        _bulk.Dispose();
    }

    private static void Serve(TcpListener listener, Action<Socket> serve)
    {
        var thread = new Thread(() => Accept(listener, serve)) { IsBackground = true };
        thread.Start();
    }

    private static void Accept(TcpListener listener, Action<Socket> serve)
    {
        try
        {
            while (true)
            {
                Socket socket = listener.AcceptSocket();
                socket.NoDelay = true;
                ThreadPool.UnsafeQueueUserWorkItem(_ => Serve(socket, serve), null);
            }
        }
        catch (SocketException)
        {
            // Stopped.
        }
    }

    private static void Serve(Socket socket, Action<Socket> serve)
    {
        using (socket)
        {
            serve(socket);
        }
    }

    private static void Echo(Socket socket)
    {
        byte[] one = new byte[1];
        if (socket.Receive(one) > 0)
        {
            socket.Send(one);
        }
    }

    private void Bulk(Socket socket)
    {
        byte[] block = new byte[256 * 1024];
        socket.Receive(block, 1, SocketFlags.None);
        if (block[0] == 'u')
        {
            long taken = 0;
            for (int n = socket.Receive(block); n > 0; n = socket.Receive(block))
            {
                taken += n;
            }

            // Who waits for an answer gets none for less than was meant to come.
            if (taken == _bytes)
            {
                socket.Send(block, 1, SocketFlags.None);
            }

            return;
        }

        for (long left = _bytes; left > 0;)
        {
            left -= socket.Send(block, (int)Math.Min(left, block.Length), SocketFlags.None);
        }
    }
}
