using System.Text.Json.Serialization;

namespace SkillHost.Docker.Usage.Bodies;

/// <summary>Processor time at one moment, in nanoseconds.</summary>
internal sealed record CpuBody
{
    [JsonPropertyName("cpu_usage")]
    public CpuTimeBody? Usage { get; init; }

    /// <summary>Of the whole machine.</summary>
    [JsonPropertyName("system_cpu_usage")]
    public double System { get; init; }

    [JsonPropertyName("online_cpus")]
    public int Processors { get; init; }
}
