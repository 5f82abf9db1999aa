using System.Globalization;
using System.Text.Json;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Compilation;

/// <summary>Finds the schema that a reference means.</summary>
internal sealed class ReferenceResolver(SchemaRegistry registry)
{
    /// <summary>The place that <paramref name="reference"/>, standing in <paramref name="from"/>, means, or null.</summary>
    public SchemaLocation? Resolve(SchemaResource from, string reference)
    {
        SchemaResource? resource = ResourceOf(from, reference);
        string fragment = FragmentOf(reference);
        if (resource is null || (fragment.Length > 0 && fragment[0] != '/' && !resource.Anchors.ContainsKey(fragment)))
        {
            return null;
        }

        bool anchor = fragment.Length > 0 && fragment[0] != '/';
        return anchor ? resource.Document.Schemas.GetValueOrDefault(resource.Anchors[fragment]) : Walk(resource, fragment);
    }

    /// <summary>The dynamic anchor that <paramref name="reference"/> names in the resource it means first, or null.</summary>
    public string? DynamicAnchor(SchemaResource from, string reference)
    {
        string fragment = FragmentOf(reference);
        return ResourceOf(from, reference)?.DynamicAnchors.Contains(fragment) is true ? fragment : null;
    }

    private static string FragmentOf(string reference)
    {
        int hash = reference.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? "" : Uri.UnescapeDataString(reference[(hash + 1)..]);
    }

    private SchemaResource? ResourceOf(SchemaResource from, string reference)
    {
        string place = reference.Split('#', 2)[0];
        if (place.Length == 0)
        {
            return from;
        }

        return Uri.TryCreate(from.Uri, place, out Uri? uri) ? registry.Find(uri) : null;
    }

    private static SchemaLocation? Walk(SchemaResource resource, string pointer)
    {
        string[] tokens = [.. pointer.Split('/').Skip(1).Select(JsonPointer.Unescape)];
        string canonical = resource.Pointer + string.Concat(tokens.Select(t => $"/{JsonPointer.Escape(t)}"));
        if (resource.Document.Schemas.TryGetValue(canonical, out SchemaLocation? known))
        {
            return known;
        }

        // A place that no keyword makes a schema, such as one below an unknown property.
        SchemaLocation? at = resource.Document.Schemas[resource.Pointer];
        foreach (string token in tokens)
        {
            at = at is null ? null : Step(at, token);
        }

        return at;
    }

    private static SchemaLocation? Step(SchemaLocation at, string token)
    {
        if (at.Element.ValueKind == JsonValueKind.Object && at.Element.TryGetProperty(token, out JsonElement member))
        {
            return at.Down(token, member);
        }

        bool item = at.Element.ValueKind == JsonValueKind.Array
            && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < at.Element.GetArrayLength();
        return item ? at.Down(token, at.Element[int.Parse(token, CultureInfo.InvariantCulture)]) : null;
    }
}
