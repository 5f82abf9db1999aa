using System.Text.Json.Serialization;

namespace SkillHost.Invocations;

/// <summary>A file a call gave back.</summary>
/// <param name="Name">Path below <c>/out</c>, with <c>/</c> between its parts; never absolute, no <c>..</c> in it.</param>
/// <param name="MediaType">Media type, such as <c>image/png</c>.</param>
/// <param name="Bytes">Size.</param>
public sealed record InvocationArtifact(string Name, string MediaType, long Bytes)
{
    /// <summary>The content; null once it has been written to <see cref="Path"/>. In JSON base64.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReadOnlyMemory<byte>? Data { get; init; }

    /// <summary>Where a door that was asked to has written it, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Path { get; init; }
}
