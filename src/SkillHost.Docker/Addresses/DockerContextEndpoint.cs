using System.Text.Json.Serialization;

namespace SkillHost.Docker.Addresses;

/// <summary>One endpoint of a context.</summary>
internal sealed record DockerContextEndpoint
{
    public string? Host { get; init; }

    [JsonPropertyName("SkipTLSVerify")]
    public bool SkipTlsVerify { get; init; }
}
