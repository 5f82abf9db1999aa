using System.Collections.Frozen;
using System.Text.Json;

namespace SkillHost.Schemas.Compilation;

/// <summary>Every keyword of draft 2020-12.</summary>
internal static class KnownKeywords
{
    /// <summary>Annotations by name, with the kinds their value may have.</summary>
    public static FrozenDictionary<string, JsonValueKind> Annotations { get; } = new Dictionary<string, JsonValueKind>
    {
        ["$comment"] = JsonValueKind.String,
        ["title"] = JsonValueKind.String,
        ["description"] = JsonValueKind.String,
        ["format"] = JsonValueKind.String,
        ["contentEncoding"] = JsonValueKind.String,
        ["contentMediaType"] = JsonValueKind.String,
        ["deprecated"] = JsonValueKind.True,
        ["readOnly"] = JsonValueKind.True,
        ["writeOnly"] = JsonValueKind.True,
        ["examples"] = JsonValueKind.Array,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, KeywordShape> Shapes =
        Build(Annotations.Keys).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Names of all keywords.</summary>
    public static IEnumerable<string> Names => Shapes.Keys;

    /// <summary>Whether <paramref name="name"/> is a keyword.</summary>
    public static bool Contains(string name) => Shapes.ContainsKey(name);

    /// <summary>Where the value of <paramref name="name"/> holds subschemas; nowhere for a name that is no keyword.</summary>
    public static KeywordShape ShapeOf(string name) => Shapes.GetValueOrDefault(name, KeywordShape.Plain);

    private static Dictionary<string, KeywordShape> Build(IEnumerable<string> annotations)
    {
        Dictionary<string, KeywordShape> shapes = new(StringComparer.Ordinal);
        Add(KeywordShape.SchemaMap, "$defs", "properties", "patternProperties", "dependentSchemas");
        Add(KeywordShape.SchemaList, "allOf", "anyOf", "oneOf", "prefixItems");
        Add(
            KeywordShape.Schema,
            "not", "if", "then", "else", "items", "contains", "additionalProperties", "propertyNames", "unevaluatedItems",
            "unevaluatedProperties", "contentSchema");
        Add(
            KeywordShape.Plain,
            "$schema", "$id", "$ref", "$anchor", "$dynamicRef", "$dynamicAnchor", "$vocabulary", "type", "const", "enum", "multipleOf",
            "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems", "minItems",
            "uniqueItems", "maxContains", "minContains", "maxProperties", "minProperties", "required", "dependentRequired", "default");
        Add(KeywordShape.Plain, [.. annotations]);
        return shapes;

        void Add(KeywordShape shape, params string[] names) => Array.ForEach(names, n => shapes.Add(n, shape));
    }
}
