using System.Collections.Frozen;
using System.Text.Json;

namespace SkillHost.Schemas.Compilation;

/// <summary>The meta-schemas of draft 2020-12, so that schemas can refer to them without anything being fetched.</summary>
internal static class MetaSchemas
{
    private const string Base = "https://json-schema.org/draft/2020-12";

    /// <summary>URIs of the vocabularies known here.</summary>
    public static FrozenSet<string> Vocabularies { get; } = new[]
    {
        "core", "applicator", "unevaluated", "validation", "meta-data", "format-annotation", "content",
    }.Select(Vocabulary).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The documents by their URIs.</summary>
    public static FrozenDictionary<Uri, JsonElement> Documents { get; } = new Dictionary<string, string>
    {
        ["schema"] = Document("schema", """
            "allOf": [
              { "$ref": "meta/core" }, { "$ref": "meta/applicator" }, { "$ref": "meta/unevaluated" }, { "$ref": "meta/validation" },
              { "$ref": "meta/meta-data" }, { "$ref": "meta/format-annotation" }, { "$ref": "meta/content" }
            ]
            """),
        ["meta/core"] = Properties("meta/core", """
            "$id": { "type": "string", "format": "uri-reference", "pattern": "^[^#]*#?$" },
            "$schema": { "type": "string", "format": "uri" },
            "$ref": { "type": "string", "format": "uri-reference" },
            "$anchor": { "type": "string", "pattern": "^[A-Za-z_][-A-Za-z0-9._]*$" },
            "$dynamicRef": { "type": "string", "format": "uri-reference" },
            "$dynamicAnchor": { "type": "string", "pattern": "^[A-Za-z_][-A-Za-z0-9._]*$" },
            "$vocabulary": {
              "type": "object", "propertyNames": { "type": "string", "format": "uri" }, "additionalProperties": { "type": "boolean" }
            },
            "$comment": { "type": "string" },
            "$defs": { "type": "object", "additionalProperties": { "$dynamicRef": "#meta" } }
            """),
        ["meta/applicator"] = Properties("meta/applicator", """
            "prefixItems": { "$ref": "#/$defs/schemas" },
            "items": { "$dynamicRef": "#meta" },
            "contains": { "$dynamicRef": "#meta" },
            "additionalProperties": { "$dynamicRef": "#meta" },
            "properties": { "type": "object", "additionalProperties": { "$dynamicRef": "#meta" } },
            "patternProperties": {
              "type": "object", "additionalProperties": { "$dynamicRef": "#meta" }, "propertyNames": { "format": "regex" }
            },
            "dependentSchemas": { "type": "object", "additionalProperties": { "$dynamicRef": "#meta" } },
            "propertyNames": { "$dynamicRef": "#meta" },
            "if": { "$dynamicRef": "#meta" },
            "then": { "$dynamicRef": "#meta" },
            "else": { "$dynamicRef": "#meta" },
            "allOf": { "$ref": "#/$defs/schemas" },
            "anyOf": { "$ref": "#/$defs/schemas" },
            "oneOf": { "$ref": "#/$defs/schemas" },
            "not": { "$dynamicRef": "#meta" }
            """, """
            "schemas": { "type": "array", "minItems": 1, "items": { "$dynamicRef": "#meta" } }
            """),
        ["meta/unevaluated"] = Properties("meta/unevaluated", """
            "unevaluatedItems": { "$dynamicRef": "#meta" },
            "unevaluatedProperties": { "$dynamicRef": "#meta" }
            """),
        ["meta/validation"] = Properties("meta/validation", """
            "type": { "anyOf": [
              { "$ref": "#/$defs/type" }, { "type": "array", "minItems": 1, "uniqueItems": true, "items": { "$ref": "#/$defs/type" } }
            ] },
            "const": true,
            "enum": { "type": "array", "items": true },
            "multipleOf": { "type": "number", "exclusiveMinimum": 0 },
            "maximum": { "type": "number" },
            "exclusiveMaximum": { "type": "number" },
            "minimum": { "type": "number" },
            "exclusiveMinimum": { "type": "number" },
            "maxLength": { "$ref": "#/$defs/count" },
            "minLength": { "$ref": "#/$defs/count" },
            "pattern": { "type": "string", "format": "regex" },
            "maxItems": { "$ref": "#/$defs/count" },
            "minItems": { "$ref": "#/$defs/count" },
            "uniqueItems": { "type": "boolean" },
            "maxContains": { "$ref": "#/$defs/count" },
            "minContains": { "$ref": "#/$defs/count" },
            "maxProperties": { "$ref": "#/$defs/count" },
            "minProperties": { "$ref": "#/$defs/count" },
            "required": { "$ref": "#/$defs/names" },
            "dependentRequired": { "type": "object", "additionalProperties": { "$ref": "#/$defs/names" } }
            """, """
            "count": { "type": "integer", "minimum": 0 },
            "names": { "type": "array", "items": { "type": "string" }, "uniqueItems": true },
            "type": { "enum": ["array", "boolean", "integer", "null", "number", "object", "string"] }
            """),
        ["meta/meta-data"] = Properties("meta/meta-data", """
            "title": { "type": "string" },
            "description": { "type": "string" },
            "default": true,
            "deprecated": { "type": "boolean" },
            "readOnly": { "type": "boolean" },
            "writeOnly": { "type": "boolean" },
            "examples": { "type": "array", "items": true }
            """),
        ["meta/format-annotation"] = Properties("meta/format-annotation", """
            "format": { "type": "string" }
            """),
        ["meta/content"] = Properties("meta/content", """
            "contentEncoding": { "type": "string" },
            "contentMediaType": { "type": "string" },
            "contentSchema": { "$dynamicRef": "#meta" }
            """),
    }.ToFrozenDictionary(d => new Uri($"{Base}/{d.Key}"), d => JsonElement.Parse(d.Value));

    /// <summary>URI of the draft's vocabulary <paramref name="name"/>.</summary>
    public static string Vocabulary(string name) => $"{Base}/vocab/{name}";

    private static string Properties(string name, string properties, string defs = "") =>
        Document(name, $$"""
            "properties": { {{properties}} }, "$defs": { {{defs}} }
            """);

    private static string Document(string name, string body) => $$"""
        {
          "$schema": "{{Base}}/schema", "$id": "{{Base}}/{{name}}", "$dynamicAnchor": "meta", "type": ["object", "boolean"],
          {{body}}
        }
        """;
}
