using System.Text.Json;
using System.Text.RegularExpressions;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Compilation;

/// <summary>Finds the resources and anchors of a document, before any of its schemas is compiled.</summary>
internal sealed partial class DocumentScanner(SchemaRegistry registry, ProblemList problems)
{
    /// <summary>Scans a document and enters its resources in the registry.</summary>
    public void Scan(SchemaDocument document)
    {
        SchemaResource root = new(document, "", document.Uri, registry.DialectOf(document, "", document.Root, Dialect.Full));
        document.Resources[""] = root;
        registry.Enter(root);
        Stack<SchemaLocation> open = new([new SchemaLocation(root, "", document.Root)]);
        while (open.TryPop(out SchemaLocation? location))
        {
            document.Schemas[location.Pointer] = location;
            if (location.Element.ValueKind == JsonValueKind.Object)
            {
                location = Identify(location);
                document.Schemas[location.Pointer] = location;
                Anchor(location, "$anchor", false);
                Anchor(location, "$dynamicAnchor", true);
                Push(open, location);
            }
        }
    }

    private static void Push(Stack<SchemaLocation> open, SchemaLocation location)
    {
        foreach (JsonProperty keyword in location.Element.EnumerateObject())
        {
            foreach (SchemaLocation below in Subschemas.Of(location, keyword.Name, keyword.Value))
            {
                open.Push(below);
            }
        }
    }

    private SchemaLocation Identify(SchemaLocation location)
    {
        if (!location.Element.TryGetProperty("$id", out JsonElement id))
        {
            return location;
        }

        SchemaDocument document = location.Resource.Document;
        string? reference = id.ValueKind == JsonValueKind.String ? id.GetString() : null;
        if (reference is null || !Uri.TryCreate(location.Resource.Uri, reference, out Uri? uri) || uri.Fragment.Length > 1)
        {
            problems.Add(document, location.Pointer, "$id", $"must be a URI reference without a fragment, got {Quote.Value(id)}");
            return location;
        }

        Dialect dialect = registry.DialectOf(document, location.Pointer, location.Element, location.Resource.Dialect);
        SchemaResource resource = new(document, location.Pointer, uri, dialect);
        document.Resources[location.Pointer] = resource;
        if (!registry.Enter(resource))
        {
            problems.Add(document, location.Pointer, "$id", $"must be unique, but {Quote.Value(id)} is taken");
        }

        return location with { Resource = resource };
    }

    private void Anchor(SchemaLocation location, string keyword, bool dynamic)
    {
        if (!location.Element.TryGetProperty(keyword, out JsonElement anchor))
        {
            return;
        }

        SchemaResource resource = location.Resource;
        if (anchor.ValueKind != JsonValueKind.String || !AnchorName().IsMatch(anchor.GetString()!))
        {
            string message = $"must be a letter or _ and then letters, digits, _ - or ., got {Quote.Value(anchor)}";
            problems.Add(resource.Document, location.Pointer, keyword, message);
            return;
        }

        string name = anchor.GetString()!;
        if (!resource.Anchors.TryAdd(name, location.Pointer) && resource.Anchors[name] != location.Pointer)
        {
            problems.Add(resource.Document, location.Pointer, keyword, $"must be unique, but {Quote.Value(anchor)} is taken");
        }

        if (dynamic)
        {
            resource.DynamicAnchors.Add(name);
        }
    }

    [GeneratedRegex("^[A-Za-z_][-A-Za-z0-9._]*\\z", RegexOptions.NonBacktracking)]
    private static partial Regex AnchorName();
}
