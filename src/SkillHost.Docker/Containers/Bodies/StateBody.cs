namespace SkillHost.Docker.Containers.Bodies;

/// <summary>What a container is now.</summary>
internal sealed record StateBody
{
    public string Status { get; init; } = "";

    public bool Running { get; init; }

    public int Pid { get; init; }

    public int ExitCode { get; init; }

    public bool OOMKilled { get; init; }

    public string? Error { get; init; }
}
