using System.Text.Json.Serialization;

namespace SkillHost.Docker.Usage.Bodies;

/// <summary>What the engine measured of a container.</summary>
internal sealed record StatsBody
{
    [JsonPropertyName("cpu_stats")]
    public CpuBody? Now { get; init; }

    [JsonPropertyName("precpu_stats")]
    public CpuBody? Before { get; init; }

    [JsonPropertyName("memory_stats")]
    public MemoryBody? Memory { get; init; }

    [JsonPropertyName("pids_stats")]
    public PidsBody? Pids { get; init; }
}
