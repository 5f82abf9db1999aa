using System.Text.Json;
using SkillHost.Schemas;

namespace SkillHost.Core.Tests.Schemas;

/// <summary>Compiling finds every problem that the draft's own meta-schema finds, and none in a good schema.</summary>
public sealed class MetaSchemaTests
{
    private const string Meta = """{"$ref": "https://json-schema.org/draft/2020-12/schema"}""";

    public static TheoryData<string> Wrong =>
    [
        "5", "null", "[]", "\"string\"", """{"$id": 1}""", """{"$id": "#x"}""", """{"$schema": 1}""", """{"$ref": 1}""",
        """{"$dynamicRef": []}""", """{"$anchor": "1a"}""", """{"$dynamicAnchor": ""}""", """{"$vocabulary": {"x:y": 1}}""",
        """{"$comment": 1}""", """{"$defs": []}""", """{"$defs": {"a": 1}}""", """{"prefixItems": []}""", """{"prefixItems": {}}""",
        """{"items": []}""", """{"contains": 1}""", """{"additionalProperties": "no"}""", """{"properties": []}""",
        """{"properties": {"a": 1}}""", """{"patternProperties": {"a": 1}}""", """{"dependentSchemas": {"a": 1}}""",
        """{"propertyNames": 1}""", """{"if": 1}""", """{"then": 1}""", """{"else": 1}""", """{"allOf": []}""", """{"anyOf": [1]}""",
        """{"oneOf": {}}""", """{"not": "x"}""", """{"unevaluatedItems": 1}""", """{"unevaluatedProperties": 1}""",
        """{"type": "text"}""", """{"type": []}""", """{"type": ["null", "null"]}""", """{"type": {}}""", """{"enum": {}}""",
        """{"multipleOf": 0}""", """{"multipleOf": -1}""", """{"multipleOf": "1"}""", """{"maximum": "1"}""",
        """{"exclusiveMaximum": true}""", """{"minimum": null}""", """{"exclusiveMinimum": []}""", """{"maxLength": -1}""",
        """{"minLength": 1.5}""", """{"pattern": 1}""", """{"maxItems": "1"}""", """{"minItems": -2}""", """{"uniqueItems": 1}""",
        """{"maxContains": -1, "contains": true}""", """{"minContains": 0.5, "contains": true}""", """{"maxProperties": {}}""",
        """{"minProperties": -1}""", """{"required": "a"}""", """{"required": [1]}""", """{"required": ["a", "a"]}""",
        """{"dependentRequired": {"a": "b"}}""", """{"dependentRequired": []}""", """{"title": 1}""", """{"description": 1}""",
        """{"deprecated": 1}""", """{"readOnly": 1}""", """{"writeOnly": "x"}""", """{"examples": {}}""", """{"format": 1}""",
        """{"contentEncoding": 1}""", """{"contentMediaType": 1}""", """{"contentSchema": 1}""",
        """{"properties": {"a": {"items": {"not": {"minLength": "x"}}}}}""",
    ];

    public static TheoryData<string> Good =>
    [
        "true", "false", "{}", """{"minLength": 2.0, "maxLength": 1e2}""", """{"enum": []}""", """{"required": []}""",
        """{"default": 1, "const": null}""", """{"$vocabulary": {"x:y": true}}""",
        """{"$id": "a", "$anchor": "b.c-d_", "$defs": {"a": {"$ref": "#b.c-d_"}}}""", """{"x-mine": 1, "unknown": []}""",
        """{"examples": [1], "deprecated": true, "readOnly": false}""", """{"$id": "a#"}""",
        """{"type": ["string", "null"], "then": true, "else": false, "maxContains": 1}""",
    ];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Compile_SchemaMissesMetaSchema_IsRefused(string schema)
    {
        Assert.NotEmpty(Validate(schema));
        Assert.NotEmpty(Assert.Throws<JsonSchemaException>(() => JsonSchema.Compile(JsonElement.Parse(schema))).Problems);
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void Compile_SchemaMeetsMetaSchema_IsAccepted(string schema)
    {
        Assert.Empty(Validate(schema));
        Assert.NotNull(JsonSchema.Compile(JsonElement.Parse(schema)));
    }

    [Fact]
    public void IgnoredKeywords_MisspeltKeyword_IsListedByPointer()
    {
        JsonSchema schema = JsonSchema.Compile(JsonElement.Parse(
            """{"requried": ["a"], "properties": {"a/b": {"maxLenght": 1, "description": "x"}, "definitions": {"type": "string"}}}"""));

        Assert.Equal(["/requried", "/properties/a~1b/maxLenght"], schema.IgnoredKeywords);
    }

    private static IReadOnlyList<SchemaViolation> Validate(string schema) =>
        JsonSchema.Compile(JsonElement.Parse(Meta)).Validate(JsonElement.Parse(schema));
}
