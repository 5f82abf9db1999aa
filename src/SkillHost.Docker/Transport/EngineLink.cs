using System.Net;
using SkillHost.Docker.Addresses;

namespace SkillHost.Docker.Transport;

/// <summary>A way to one engine: its address and a client with pooled connections.</summary>
internal sealed class EngineLink : IDisposable
{
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(60);

    public EngineLink(DockerAddress address)
    {
        Address = address;
        Connector = new EngineConnector(address);
        HostHeader = address.Scheme == DockerScheme.Tcp ? new UriBuilder("http", address.Host, address.Port).Uri.Authority : "localhost";
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) => (await Connector.ConnectAsync(cancellationToken)).Stream,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            PooledConnectionIdleTimeout = IdleTimeout,
        };

        // Every request brings a deadline of its own.
        Http = new HttpClient(handler) { BaseAddress = new Uri($"http://{HostHeader}/"), Timeout = Timeout.InfiniteTimeSpan };
    }

    public DockerAddress Address { get; }

    public EngineConnector Connector { get; }

    /// <summary>Value of the Host header of requests that are written by hand.</summary>
    public string HostHeader { get; }

    public HttpClient Http { get; }

    /// <summary>The version both sides speak; set once, before anyone else sees the link.</summary>
    public ApiVersion Version { get; set; }

    public void Dispose() => Http.Dispose();
}
