using System.Net;

namespace SkillHost.Egress;

/// <summary>Finds the addresses of a name. The host's own resolver unless another one is registered.</summary>
public interface IHostResolver
{
    /// <summary>The addresses, none when the name has none. May throw <see cref="System.Net.Sockets.SocketException"/>.</summary>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken);
}
