using System.Text.Json.Serialization;

namespace SkillHost.Invocations;

/// <summary>A piece of a result for a model.</summary>
/// <param name="Type"><c>text</c>, <c>image</c>, <c>audio</c>, <c>resource</c> or <c>resource_link</c>.</param>
/// <param name="Text">The text; for a link its description; empty where there is none.</param>
public sealed record InvocationContent(string Type, string Text)
{
    /// <summary>Bytes of an image, a sound or a resource, in Base64; null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Data { get; init; }

    /// <summary>Media type, such as <c>image/png</c>; null where nobody said.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MimeType { get; init; }

    /// <summary>Address of a resource; null for the other types. Nobody has fetched it, and nobody vouches for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Uri { get; init; }

    /// <summary>Name of a link; null for the other types.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }
}
