using System.Text.Json.Serialization;

namespace SkillHost.Docker.Addresses;

/// <summary>What is read of <c>config.json</c>.</summary>
internal sealed record DockerConfigFile
{
    [JsonPropertyName("currentContext")]
    public string? CurrentContext { get; init; }

    [JsonPropertyName("auths")]
    public IReadOnlyDictionary<string, DockerConfigAuth>? Logins { get; init; }
}
