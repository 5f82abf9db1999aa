namespace SkillHost.Docker.Addresses;

/// <summary>What the process's surroundings say about engines; read once, here only.</summary>
internal sealed record DockerEnvironment
{
    /// <summary>DOCKER_HOST.</summary>
    public string? Host { get; init; }

    /// <summary>DOCKER_CONTEXT.</summary>
    public string? Context { get; init; }

    /// <summary>DOCKER_TLS_VERIFY: any text but the empty one asks for TLS.</summary>
    public string? TlsVerify { get; init; }

    /// <summary>DOCKER_TLS: TLS without a check of the server, which is refused.</summary>
    public string? Tls { get; init; }

    /// <summary>DOCKER_CERT_PATH.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>DOCKER_CONFIG, or <c>~/.docker</c>.</summary>
    public required string ConfigFolder { get; init; }

    /// <summary>Home folder.</summary>
    public required string Home { get; init; }

    /// <summary>XDG_RUNTIME_DIR, where a rootless engine has its socket.</summary>
    public string? RuntimeFolder { get; init; }

    /// <summary>Socket of an engine that the system runs.</summary>
    public string SystemSocket { get; init; } = "/var/run/docker.sock";

    public bool IsWindows { get; init; }

    /// <summary>The environment of this process.</summary>
    public static DockerEnvironment OfThisProcess()
    {
        // A user without a home must not end up with the folder the process happens to stand in.
        var profile = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        var home = Path.IsPathRooted(profile) ? profile : "/";
        return new DockerEnvironment
        {
            Host = Read("DOCKER_HOST"),
            Context = Read("DOCKER_CONTEXT"),
            TlsVerify = Read("DOCKER_TLS_VERIFY"),
            Tls = Read("DOCKER_TLS"),
            CertificatePath = Read("DOCKER_CERT_PATH"),
            ConfigFolder = Read("DOCKER_CONFIG") ?? Path.Combine(home, ".docker"),
            Home = home,
            RuntimeFolder = Read("XDG_RUNTIME_DIR"),
            IsWindows = OperatingSystem.IsWindows(),
        };
    }

    private static string? Read(string name) =>
#pragma warning disable RS0030 // Here and nowhere else: where the engine is, is named by the environment.
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
#pragma warning restore RS0030
}
