using System.Net.Sockets;

namespace SkillHost.Docker.Transport;

/// <summary>A line over a socket in the clear.</summary>
/// <param name="socket">The socket, which this object then owns.</param>
/// <param name="stream">The stream over it.</param>
internal sealed class SocketConnection(Socket socket, Stream stream) : EngineConnection(stream)
{
    public SocketConnection(Socket socket)
        : this(socket, new NetworkStream(socket, ownsSocket: true))
    {
    }

    public override Task CompleteWritesAsync(CancellationToken cancellationToken)
    {
        socket.Shutdown(SocketShutdown.Send);
        return Task.CompletedTask;
    }
}
