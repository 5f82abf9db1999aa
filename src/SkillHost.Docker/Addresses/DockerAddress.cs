namespace SkillHost.Docker.Addresses;

/// <summary>One place where an engine may answer.</summary>
internal sealed record DockerAddress
{
    /// <summary>As written, such as <c>unix:///var/run/docker.sock</c>.</summary>
    public required string Text { get; init; }

    /// <summary>Who named it: <c>DOCKER_HOST</c>, <c>Docker:Address</c>, a context, or the well-known places.</summary>
    public required string Origin { get; init; }

    public required DockerScheme Scheme { get; init; }

    /// <summary>Path of a socket, or host name, or server of a pipe.</summary>
    public required string Host { get; init; }

    /// <summary>Port of a TCP address, 0 otherwise.</summary>
    public int Port { get; init; }

    /// <summary>Name of a pipe, empty otherwise.</summary>
    public string Pipe { get; init; } = "";

    /// <summary>Certificates, or null for a connection in the clear.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>Whether what is sent can be read and changed on the way.</summary>
    public bool IsExposed => Scheme == DockerScheme.Tcp && Tls is null && Host is not ("localhost" or "127.0.0.1" or "::1" or "[::1]");
}
