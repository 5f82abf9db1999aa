using System.Text.Json.Serialization;

namespace SkillHost.Docker.Transport;

/// <summary>The body of an answer that reports a failure.</summary>
internal sealed record EngineErrorBody
{
    [JsonPropertyName("message")]
    public string? Message { get; init; }
}
