using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using SkillHost.Egress;

namespace SkillHost.Docker.Tests.Egress;

/// <summary>Names that only the tests know, some of which change their answer.</summary>
internal sealed class TestResolver : IHostResolver
{
    private readonly ConcurrentDictionary<string, Func<IPAddress[]>> _answers = new();

    public ConcurrentDictionary<string, int> Asked { get; } = new();

    public void Set(string name, params IPAddress[] addresses) => _answers[name] = () => addresses;

    public void Set(string name, Func<IPAddress[]> answer) => _answers[name] = answer;

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        Asked.AddOrUpdate(host, 1, (_, count) => count + 1);
        return _answers.TryGetValue(host, out Func<IPAddress[]>? answer)
            ? Task.FromResult<IReadOnlyList<IPAddress>>(answer())
            : throw new SocketException((int)SocketError.HostNotFound);
    }
}
