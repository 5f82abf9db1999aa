using System.Text.Json.Serialization;

namespace SkillHost.Docker.Events.Bodies;

/// <summary>Whom an event is about.</summary>
internal sealed record EventActorBody
{
    [JsonPropertyName("ID")]
    public string? Id { get; init; }

    public IReadOnlyDictionary<string, string>? Attributes { get; init; }
}
