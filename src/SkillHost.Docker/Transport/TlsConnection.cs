using System.Net.Security;

namespace SkillHost.Docker.Transport;

/// <summary>A line under TLS.</summary>
internal sealed class TlsConnection(SslStream stream) : EngineConnection(stream)
{
    public override Task CompleteWritesAsync(CancellationToken cancellationToken) => stream.ShutdownAsync();
}
