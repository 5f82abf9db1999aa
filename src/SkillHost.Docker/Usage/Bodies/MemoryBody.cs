using System.Text.Json.Serialization;

namespace SkillHost.Docker.Usage.Bodies;

/// <summary>Memory of a container, in bytes.</summary>
internal sealed record MemoryBody
{
    [JsonPropertyName("usage")]
    public long Usage { get; init; }

    [JsonPropertyName("limit")]
    public long Limit { get; init; }

    [JsonPropertyName("stats")]
    public IReadOnlyDictionary<string, long>? Stats { get; init; }
}
