using System.Text.Json.Serialization;

namespace SkillHost.Docker.Images.Bodies;

/// <summary>Why a build or a pull failed.</summary>
internal sealed record ProgressErrorBody
{
    [JsonPropertyName("message")]
    public string? Message { get; init; }
}
