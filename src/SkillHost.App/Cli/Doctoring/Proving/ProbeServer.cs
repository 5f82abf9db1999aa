using System.Net;
using System.Net.Sockets;
using SkillHost.Egress;

namespace SkillHost.App.Cli.Doctoring.Proving;

/// <summary>
/// A server of this machine that sends one byte to whoever connects, and the resolver of the probes' host, for which every name is its.
/// </summary>
internal sealed class ProbeServer : IHostResolver, IDisposable
{
    /// <summary>A name whose address the probes' settings allow.</summary>
    public const string Allowed = "allowed.doctor.example";

    /// <summary>A name of the same address, which those settings do not allow.</summary>
    public const string Refused = "refused.doctor.example";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public ProbeServer()
    {
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    /// <summary>Its port.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <inheritdoc />
    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<IPAddress>>([IPAddress.Loopback]);

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync(new byte[] { (byte)'!' });
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // Disposed, or a client that did not wait.
        }
    }
}
