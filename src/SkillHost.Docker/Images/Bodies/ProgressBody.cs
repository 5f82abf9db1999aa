using System.Text.Json;
using System.Text.Json.Serialization;

namespace SkillHost.Docker.Images.Bodies;

/// <summary>One message of a build or a pull.</summary>
internal sealed record ProgressBody
{
    /// <summary>A piece of a build's output.</summary>
    [JsonPropertyName("stream")]
    public string? Stream { get; init; }

    /// <summary>What a pull does with the layer <see cref="Id"/>.</summary>
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("progressDetail")]
    public JsonElement? Detail { get; init; }

    [JsonPropertyName("errorDetail")]
    public ProgressErrorBody? Error { get; init; }

    [JsonPropertyName("aux")]
    public JsonElement? Aux { get; init; }
}
