using System.Text.Json.Serialization;

namespace SkillHost.Docker.Usage.Bodies;

/// <summary>Tasks of a container.</summary>
internal sealed record PidsBody
{
    [JsonPropertyName("current")]
    public int Current { get; init; }
}
