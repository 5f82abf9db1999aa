using System.Net.Sockets;

namespace SkillHost.Docker.Transport;

/// <summary>A line over a socket in the clear.</summary>
internal sealed class SocketConnection(Socket socket) : EngineConnection(new NetworkStream(socket, ownsSocket: true))
{
    public override Task CompleteWritesAsync(CancellationToken cancellationToken)
    {
        socket.Shutdown(SocketShutdown.Send);
        return Task.CompletedTask;
    }
}
