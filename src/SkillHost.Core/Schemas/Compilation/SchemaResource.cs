using SkillHost.Schemas.Keywords;

namespace SkillHost.Schemas.Compilation;

/// <summary>A schema with a URI of its own, and what its subschemas are called in it.</summary>
internal sealed class SchemaResource(SchemaDocument document, string pointer, Uri uri, Dialect dialect)
{
    /// <summary>The document it stands in.</summary>
    public SchemaDocument Document { get; } = document;

    /// <summary>Where in the document it begins.</summary>
    public string Pointer { get; } = pointer;

    /// <summary>Base of the references in it.</summary>
    public Uri Uri { get; } = uri;

    /// <summary>Its vocabularies.</summary>
    public Dialect Dialect { get; } = dialect;

    /// <summary>Pointers in the document by <c>$anchor</c> or <c>$dynamicAnchor</c>.</summary>
    public Dictionary<string, string> Anchors { get; } = new(StringComparer.Ordinal);

    /// <summary>Those of <see cref="Anchors"/> that are dynamic.</summary>
    public HashSet<string> DynamicAnchors { get; } = new(StringComparer.Ordinal);

    /// <summary>What dynamic references find while a value is walked.</summary>
    public DynamicScope Scope { get; } = new();
}
