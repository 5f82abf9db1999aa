using System.IO.Pipes;
using System.Net.Sockets;
using System.Security.Principal;
using SkillHost.Docker.Addresses;

namespace SkillHost.Docker.Transport;

/// <summary>Opens lines to one address. Failures are the platform's own exceptions; <see cref="EngineFaults"/> explains them.</summary>
internal sealed class EngineConnector(DockerAddress address)
{
    // Connecting to a pipe that is not there waits for it to appear.
    private static readonly TimeSpan PipeTimeout = TimeSpan.FromSeconds(2);

    private const int BlockingMilliseconds = 10_000;

    public async Task<EngineConnection> ConnectAsync(CancellationToken cancellationToken) => address switch
    {
        { Scheme: DockerScheme.Pipe } => await ConnectPipeAsync(cancellationToken),
        { Scheme: DockerScheme.Unix } => new SocketConnection(await ConnectUnixAsync(cancellationToken)),
        { Tls: null } => new SocketConnection(await ConnectTcpAsync(cancellationToken)),
        { Tls: { } files } => await ConnectTlsAsync(files, cancellationToken),
    };

    /// <summary>A line that is kept for long and carries much: over a local socket, one that blocks.</summary>
    public Task<EngineConnection> ConnectForStreamAsync(CancellationToken cancellationToken) =>
        address.Scheme == DockerScheme.Unix && !OperatingSystem.IsWindows()
            ? Task.FromResult<EngineConnection>(ConnectUnixBlocking())
            : ConnectAsync(cancellationToken);

    private SocketConnection ConnectUnixBlocking()
    {
        // The time-out is the kernel's, for connecting too: an engine that accepts nobody must not hold the thread for ever.
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        {
            SendTimeout = BlockingMilliseconds,
        };
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(address.Host));
            return new SocketConnection(socket, new BlockingSocketStream(socket));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Socket> ConnectUnixAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(address.Host), cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<Socket> ConnectTcpAsync(CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // A watch of events may be silent for hours; only the kernel's probes tell that the engine's machine is gone.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 15);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
            await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<EngineConnection> ConnectTlsAsync(TlsFiles files, CancellationToken cancellationToken)
    {
        var options = TlsCredentials.Load(files, address.Host);
        var socket = await ConnectTcpAsync(cancellationToken);
        return new TlsConnection(await TlsCredentials.AuthenticateAsync(socket, options, cancellationToken));
    }

    private async Task<EngineConnection> ConnectPipeAsync(CancellationToken cancellationToken)
    {
        var pipe = new NamedPipeClientStream(
            address.Host, address.Pipe, PipeDirection.InOut, PipeOptions.Asynchronous, TokenImpersonationLevel.Identification);
        try
        {
            await pipe.ConnectAsync(PipeTimeout, cancellationToken);
            return new PipeConnection(pipe);
        }
        catch
        {
            await pipe.DisposeAsync();
            throw;
        }
    }
}
