namespace SkillHost.Docker.Containers.Bodies;

/// <summary>What is read of one container's account.</summary>
internal sealed record InspectBody
{
    public required string Id { get; init; }

    public required StateBody State { get; init; }

    public IReadOnlyList<MountPointBody>? Mounts { get; init; }
}
