using System.Net;

namespace SkillHost.Policies;

/// <summary>One host and port that may be reached.</summary>
/// <param name="Host">Name in lower case, or <c>*.</c> and a domain: every name below it, at any depth, but not the domain itself.</param>
/// <param name="Port">TCP port.</param>
public sealed record EgressEntry(string Host, int Port)
{
    private const string AnyLabel = "*.";

    /// <summary>Whether it stands for every name below a domain.</summary>
    public bool IsWildcard => Host.StartsWith(AnyLabel, StringComparison.Ordinal);

    /// <summary>Whether what is sent must begin with a TLS greeting that names this host. Default no.</summary>
    public bool ChecksServerName { get; init; }

    /// <summary>Networks that are not public which the operator has named for it. Default none: it must have public addresses.</summary>
    public IReadOnlyList<IPNetwork> Addresses { get; init; } = [];

    /// <summary>Whether <paramref name="host"/>, in lower case and without a final dot, is one it stands for.</summary>
    public bool Matches(string host, int port)
    {
        ArgumentNullException.ThrowIfNull(host);
        return port == Port && (IsWildcard ? IsBelow(host) : host == Host);
    }

    /// <summary>As manifests write it.</summary>
    public override string ToString() => $"{Host}:{Port}";

    private bool IsBelow(string host) => host.Length > Host.Length - 1 && host.EndsWith(Host[1..], StringComparison.Ordinal);
}
