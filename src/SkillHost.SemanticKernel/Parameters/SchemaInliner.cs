using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SkillHost.SemanticKernel.Parameters;

/// <summary>
/// Rewrites the parts of one schema so that each stands on its own: a kernel keeps only the parts, so whatever they refer to must be in
/// them. A definition that holds itself becomes a reference to where it stands in the function's schema as the kernel writes it. What
/// cannot be carried over (anchors, other documents, more than 200 references or 48 levels) becomes open: the host checks every call
/// against the whole.
/// </summary>
internal sealed class SchemaInliner(JsonElement root)
{
    private const int MaxReferences = 200;

    // Kernels write a function's schema with the serializer's 64 levels.
    private const int MaxDepth = 48;
    private static readonly FrozenSet<string> Values = FrozenSet.Create("const", "enum", "default", "examples");
    private static readonly FrozenSet<string> Maps = FrozenSet.Create("properties", "patternProperties", "dependentSchemas");
    private static readonly FrozenSet<string> Left = FrozenSet.Create(
        "$ref", "$defs", "definitions", "$schema", "$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$comment", "$vocabulary");

    private static readonly FrozenSet<string> Annotations = FrozenSet.Create(
        "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly");

    private readonly Dictionary<string, string> _open = new(StringComparer.Ordinal) { ["#"] = "#" };
    private int _references;

    /// <summary>The schema on its own, where it will stand at <paramref name="path"/> of the function's schema.</summary>
    public JsonObject Inline(JsonElement schema, string path)
    {
        if (path.Count(c => c == '/') > MaxDepth)
        {
            return [];
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            // Models and kernels take only objects for schemas.
            return schema.ValueKind == JsonValueKind.False ? new JsonObject { ["not"] = new JsonObject() } : [];
        }

        bool refers = schema.TryGetProperty("$ref", out JsonElement reference) && reference.ValueKind == JsonValueKind.String;
        return refers ? Refer(schema, reference.GetString()!, path) : Copy(schema, path); // A JSON string is never null.
    }

    private JsonObject Refer(JsonElement schema, string reference, string path)
    {
        JsonObject own = Copy(schema, path);
        if (_open.TryGetValue(reference, out string? place))
        {
            own["$ref"] = place;
            return own;
        }

        if (_references++ >= MaxReferences || SchemaPointer.Find(root, reference) is not { } target)
        {
            return own;
        }

        bool merges = own.All(property => Annotations.Contains(property.Key));
        JsonArray all = merges || own["allOf"] is not JsonArray given ? [] : given;
        string at = merges ? path : $"{path}/allOf/{all.Count}";
        _open[reference] = at;
        JsonObject there = Inline(target, at);
        _open.Remove(reference);
        return merges ? Merge(there, own) : Add(own, all, there);
    }

    private static JsonObject Merge(JsonObject there, JsonObject own)
    {
        foreach ((string name, JsonNode? value) in own)
        {
            there[name] = value?.DeepClone();
        }

        return there;
    }

    private static JsonObject Add(JsonObject own, JsonArray all, JsonObject there)
    {
        all.Add((JsonNode)there);
        own["allOf"] = all.Parent is null ? all : all.DeepClone();
        return own;
    }

    private JsonObject Copy(JsonElement schema, string path)
    {
        JsonObject copy = [];
        foreach (JsonProperty property in schema.EnumerateObject().Where(p => !Left.Contains(p.Name)))
        {
            copy[property.Name] = Keyword(property, SchemaPointer.Under(path, property.Name));
        }

        return copy;
    }

    private JsonNode? Keyword(JsonProperty property, string path)
    {
        JsonElement value = property.Value;
        return value.ValueKind switch
        {
            JsonValueKind.Object when Maps.Contains(property.Name) => Map(value, path),
            JsonValueKind.Object when !Values.Contains(property.Name) => Inline(value, path),
            JsonValueKind.Array when !Values.Contains(property.Name) => List(value, path),
            _ => Node(value),
        };
    }

    private JsonObject Map(JsonElement schemas, string path)
    {
        JsonObject map = [];
        foreach (JsonProperty schema in schemas.EnumerateObject())
        {
            map[schema.Name] = Inline(schema.Value, SchemaPointer.Under(path, schema.Name));
        }

        return map;
    }

    private JsonArray List(JsonElement values, string path) =>
        [.. values.EnumerateArray().Select((v, i) => v.ValueKind == JsonValueKind.Object ? Inline(v, $"{path}/{i}") : Node(v))];

    private static JsonNode? Node(JsonElement value) => JsonNode.Parse(value.GetRawText());
}
