using System.Text.Json.Serialization;

namespace SkillHost.Docker.Containers.Bodies;

/// <summary>A mount as the engine made it.</summary>
internal sealed record MountPointBody
{
    public string Type { get; init; } = "";

    public string? Source { get; init; }

    public string Destination { get; init; } = "";

    [JsonPropertyName("RW")]
    public bool Rw { get; init; }

    public string? Propagation { get; init; }
}
