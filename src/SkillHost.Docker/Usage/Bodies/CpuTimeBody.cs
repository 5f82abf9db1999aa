using System.Text.Json.Serialization;

namespace SkillHost.Docker.Usage.Bodies;

/// <summary>Processor time of a container, in nanoseconds.</summary>
internal sealed record CpuTimeBody
{
    [JsonPropertyName("total_usage")]
    public double Total { get; init; }
}
