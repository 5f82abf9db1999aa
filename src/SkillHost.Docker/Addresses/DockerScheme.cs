namespace SkillHost.Docker.Addresses;

/// <summary>How bytes reach an engine.</summary>
internal enum DockerScheme
{
    /// <summary>A Unix socket.</summary>
    Unix,

    /// <summary>TCP, in the clear or under TLS.</summary>
    Tcp,

    /// <summary>A Windows named pipe.</summary>
    Pipe,
}
