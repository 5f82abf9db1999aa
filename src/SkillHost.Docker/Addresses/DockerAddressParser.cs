using System.Text;
using SkillHost.Containers;

namespace SkillHost.Docker.Addresses;

/// <summary>Reads addresses in the notation of Docker's own client.</summary>
internal static class DockerAddressParser
{
    private const string Wanted = "unix:///path, tcp://host:port or npipe:////./pipe/name";

    // The shorter of what Linux (107) and macOS (103) take.
    private const int LongestSocketPath = 103;

    /// <summary>The address, or an <see cref="EngineException"/> that says what is wrong with it.</summary>
    public static DockerAddress Parse(string text, string origin, TlsFiles? tls)
    {
        var split = text.IndexOf("://", StringComparison.Ordinal);
        var scheme = split < 0 ? "" : text[..split];
        var rest = split < 0 ? text : text[(split + 3)..];
        return scheme switch
        {
            "unix" => ParseUnix(text, rest, origin),
            "tcp" or "http" => ParseTcp(text, rest, origin, tls),
            "https" => ParseTcp(text, rest, origin, tls ?? throw Wrong(text, origin, "https needs DOCKER_CERT_PATH or DOCKER_TLS_VERIFY")),
            "npipe" => ParsePipe(text, rest, origin),
            "ssh" => throw Wrong(
                text, origin, $"engines over SSH are not supported; forward the socket (ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock "
                + "user@host) and use unix:///tmp/docker.sock"),
            _ => throw Wrong(text, origin, $"wanted {Wanted}"),
        };
    }

    /// <summary>Whether the kernel takes a path as the address of a socket.</summary>
    public static bool Fits(string path) => Encoding.UTF8.GetByteCount(path) <= LongestSocketPath;

    private static DockerAddress ParseUnix(string text, string path, string origin)
    {
        if (!path.StartsWith('/') || path.Length == 1 || path.Contains('\0'))
        {
            throw Wrong(text, origin, "wanted an absolute path after unix://");
        }

        return Fits(path)
            ? new DockerAddress { Text = text, Origin = origin, Scheme = DockerScheme.Unix, Host = path }
            : throw Wrong(text, origin, $"the path of a socket may have {LongestSocketPath} bytes");
    }

    private static DockerAddress ParseTcp(string text, string rest, string origin, TlsFiles? tls)
    {
        if (!Uri.TryCreate("tcp://" + rest, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.PathAndQuery is not ("/" or "")
            || uri.UserInfo.Length > 0)
        {
            throw Wrong(text, origin, "wanted tcp://host:port and nothing after it");
        }

        return new DockerAddress
        {
            Text = text,
            Origin = origin,
            Scheme = DockerScheme.Tcp,
            Host = uri.IdnHost,
            Port = uri.Port > 0 ? uri.Port : tls is null ? 2375 : 2376,
            Tls = tls,
        };
    }

    private static DockerAddress ParsePipe(string text, string rest, string origin)
    {
        var parts = rest.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts is [var server, "pipe", var name]
            ? new DockerAddress { Text = text, Origin = origin, Scheme = DockerScheme.Pipe, Host = server, Pipe = name }
            : throw Wrong(text, origin, "wanted npipe:////./pipe/name");
    }

    private static EngineException Wrong(string text, string origin, string remedy) =>
        new(EngineFailure.BadRequest, $"{origin} is \"{text}\": {remedy}");
}
