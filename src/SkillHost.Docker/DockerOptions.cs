namespace SkillHost.Docker;

/// <summary>How the engine is reached. Section <c>Docker</c>.</summary>
public sealed class DockerOptions
{
    /// <summary>
    /// Address such as <c>unix:///var/run/docker.sock</c>, <c>tcp://host:2376</c> or <c>npipe:////./pipe/docker_engine</c>. Default
    /// null: DOCKER_HOST, then the current Docker context, then the well-known sockets.
    /// </summary>
    public string? Address { get; set; }

    /// <summary>Time the engine has to answer an ordinary request. Default 30 s, 100 ms to 10 min.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time a pull or a push may take. Default 10 min, 1 s to 2 h.</summary>
    public TimeSpan PullTimeout { get; set; } = TimeSpan.FromMinutes(10);
}
