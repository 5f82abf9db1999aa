namespace SkillHost.Docker.Containers.Bodies;

/// <summary>Answer to a creation.</summary>
internal sealed record CreatedBody
{
    public required string Id { get; init; }
}
