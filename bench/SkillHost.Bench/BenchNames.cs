using System.Net;
using SkillHost.Egress;

namespace SkillHost.Bench;

/// <summary>Every name is this machine's: the servers that are measured against are in this process.</summary>
internal sealed class BenchNames : IHostResolver
{
    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<IPAddress>>([IPAddress.Loopback]);
}
