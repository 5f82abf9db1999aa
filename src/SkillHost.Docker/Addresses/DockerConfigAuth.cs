using System.Text.Json.Serialization;

namespace SkillHost.Docker.Addresses;

/// <summary>One login in <c>config.json</c>.</summary>
internal sealed record DockerConfigAuth
{
    /// <summary><c>user:password</c> in Base64.</summary>
    [JsonPropertyName("auth")]
    public string? Auth { get; init; }

    [JsonPropertyName("identitytoken")]
    public string? IdentityToken { get; init; }
}
