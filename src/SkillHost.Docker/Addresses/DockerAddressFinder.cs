using SkillHost.Containers;

namespace SkillHost.Docker.Addresses;

/// <summary>Finds where an engine may answer, in the order of Docker's own client. Only the well-known places are more than one.</summary>
internal sealed class DockerAddressFinder(string? configured, DockerEnvironment environment)
{
    /// <summary>The candidates, best first. Reads Docker's configuration anew each time, so that a changed context is seen.</summary>
    public IReadOnlyList<DockerAddress> Find()
    {
        if (!string.IsNullOrEmpty(configured))
        {
            return [DockerAddressParser.Parse(configured, "Docker:Address", FindTls())];
        }

        if (environment.Host is { } host)
        {
            return [DockerAddressParser.Parse(host, "DOCKER_HOST", FindTls())];
        }

        var contexts = new DockerContextReader(environment.ConfigFolder);
        var context = environment.Context ?? contexts.ReadCurrent();
        return context is null or "default" ? WellKnown() : [contexts.Read(context)];
    }

    private TlsFiles? FindTls()
    {
        if (environment.TlsVerify is not null)
        {
            return new TlsFiles(environment.CertificatePath ?? environment.ConfigFolder);
        }

        return environment.Tls is null
            ? null
            : throw new EngineException(
                EngineFailure.BadRequest, "DOCKER_TLS asks for TLS without a check of the server; set DOCKER_TLS_VERIFY=1 instead");
    }

    private IReadOnlyList<DockerAddress> WellKnown() => environment.IsWindows
        ? [WellKnown("npipe:////./pipe/docker_engine"), WellKnown("npipe:////./pipe/dockerDesktopLinuxEngine")]
        : [.. Sockets().Where(IsUsable).Distinct(StringComparer.Ordinal).Select(path => WellKnown("unix://" + path))];

    private IEnumerable<string> Sockets()
    {
        yield return environment.SystemSocket;
        if (environment.RuntimeFolder is { } folder)
        {
            yield return Path.Combine(folder, "docker.sock");
        }

        yield return Path.Combine(environment.Home, ".docker/run/docker.sock");
        yield return Path.Combine(environment.Home, ".docker/desktop/docker.sock");
    }

    private static bool IsUsable(string path) => Path.IsPathRooted(path) && DockerAddressParser.Fits(path);

    private static DockerAddress WellKnown(string text) => DockerAddressParser.Parse(text, "the usual place", tls: null);
}
