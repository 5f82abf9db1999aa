using System.Text.Json;

namespace SkillHost.Schemas.Compilation;

/// <summary>One JSON document that holds schemas.</summary>
internal sealed class SchemaDocument(Uri uri, JsonElement root, bool primary)
{
    /// <summary>Where it was found; the base of a first relative <c>$id</c>.</summary>
    public Uri Uri { get; } = uri;

    /// <summary>The whole document.</summary>
    public JsonElement Root { get; } = root;

    /// <summary>Whether it is the schema being compiled rather than one it refers to.</summary>
    public bool Primary { get; } = primary;

    /// <summary>Schema resources by the pointer at which each begins.</summary>
    public Dictionary<string, SchemaResource> Resources { get; } = new(StringComparer.Ordinal);

    /// <summary>Every subschema by its pointer, so that references to one of very many find it at once.</summary>
    public Dictionary<string, SchemaLocation> Schemas { get; } = new(StringComparer.Ordinal);

    /// <summary>How a problem names a place in here.</summary>
    public string Place(string pointer) => Primary ? pointer : $"{Uri}#{pointer}";
}
