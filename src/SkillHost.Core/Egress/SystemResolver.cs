using System.Net;

namespace SkillHost.Egress;

/// <inheritdoc cref="IHostResolver" />
internal sealed class SystemResolver : IHostResolver
{
    /// <inheritdoc />
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
        await Dns.GetHostAddressesAsync(host, cancellationToken);
}
