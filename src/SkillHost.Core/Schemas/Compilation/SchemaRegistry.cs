using System.Text.Json;
using SkillHost.Schemas.Values;

namespace SkillHost.Schemas.Compilation;

/// <summary>Every schema resource that references can reach. Nothing is ever fetched.</summary>
internal sealed class SchemaRegistry(IReadOnlyDictionary<Uri, JsonElement> documents, ProblemList problems)
{
    // Only a base for relative references of a schema without an absolute $id; it names no place.
    private static readonly Uri Nowhere = new("schema:///");
    private readonly Dictionary<string, SchemaResource> _resources = new(StringComparer.Ordinal);

    /// <summary>Enters the schema to be compiled.</summary>
    public SchemaLocation Open(JsonElement schema)
    {
        SchemaDocument document = new(Nowhere, schema, true);
        new DocumentScanner(this, problems).Scan(document);
        return Root(document);
    }

    /// <summary>Enters a resource; false when another has its URI.</summary>
    public bool Enter(SchemaResource resource)
    {
        string key = Key(resource.Uri);
        bool free = !_resources.TryGetValue(key, out SchemaResource? taken)
            || (taken.Document == resource.Document && taken.Pointer == resource.Pointer);
        if (free)
        {
            _resources[key] = resource;
        }

        return free;
    }

    /// <summary>The resource at <paramref name="uri"/>, its fragment aside, or null.</summary>
    public SchemaResource? Find(Uri uri)
    {
        string key = Key(uri);
        if (_resources.TryGetValue(key, out SchemaResource? resource))
        {
            return resource;
        }

        foreach ((Uri place, JsonElement root) in documents.Concat(MetaSchemas.Documents))
        {
            if (Key(place) == key)
            {
                SchemaDocument document = new(place, root, false);
                new DocumentScanner(this, problems).Scan(document);
                return _resources.GetValueOrDefault(key);
            }
        }

        return null;
    }

    /// <summary>The vocabularies that the schema <paramref name="element"/> says it is written in.</summary>
    public Dialect DialectOf(SchemaDocument document, string pointer, JsonElement element, Dialect inherited)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("$schema", out JsonElement schema))
        {
            return inherited;
        }

        string name = schema.ValueKind == JsonValueKind.String ? schema.GetString()!.TrimEnd('#') : "";
        if (name == Dialect.Uri)
        {
            return Dialect.Full;
        }

        if (documents.FirstOrDefault(d => Key(d.Key) == name) is { Key: not null } meta)
        {
            return Read(document, pointer, meta.Value);
        }

        problems.Add(document, pointer, "$schema", $"must be \"{Dialect.Uri}\", got {Quote.Value(schema)}");
        return inherited;
    }

    private static SchemaLocation Root(SchemaDocument document) => new(document.Resources[""], "", document.Root);

    private static string Key(Uri uri) => uri.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.Fragment, UriFormat.UriEscaped);

    private Dialect Read(SchemaDocument document, string pointer, JsonElement meta)
    {
        if (!meta.TryGetProperty("$vocabulary", out JsonElement vocabulary))
        {
            return Dialect.Full;
        }

        HashSet<string> used = [];
        foreach (JsonProperty entry in vocabulary.EnumerateObject())
        {
            used.Add(entry.Name);
            if (entry.Value.ValueKind == JsonValueKind.True && !MetaSchemas.Vocabularies.Contains(entry.Name))
            {
                problems.Add(document, pointer, "$schema", $"requires the vocabulary {Quote.Name(entry.Name)}, which is not known here");
            }
        }

        return new Dialect(
            used.Contains(MetaSchemas.Vocabulary("applicator")),
            used.Contains(MetaSchemas.Vocabulary("validation")),
            used.Contains(MetaSchemas.Vocabulary("unevaluated")));
    }
}
