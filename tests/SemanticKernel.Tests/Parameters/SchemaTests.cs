using System.Text.Json;
using Microsoft.SemanticKernel;
using SkillHost.SemanticKernel.Tests.Fakes;

namespace SkillHost.SemanticKernel.Tests.Parameters;

public sealed class SchemaTests
{
    [Fact]
    public void Metadata_OfAFunction_HasEveryParameterWithItsWholeSchema()
    {
        KernelFunctionMetadata metadata = Make(
            """
            {
              "type": "object", "required": ["csv"], "additionalProperties": false,
              "properties": {
                "csv": { "type": "string", "minLength": 1, "description": "The text" },
                "group-by": { "type": ["string", "null"] },
                "header": { "type": "boolean", "default": true },
                "delimiter": { "type": "string", "default": "," },
                "columns": { "type": "array", "items": { "type": "string", "enum": ["a", "b"] }, "maxItems": 3 }
              }
            }
            """).Metadata;

        Assert.Equal(["csv", "group-by", "header", "delimiter", "columns"], metadata.Parameters.Select(p => p.Name));
        Assert.Equal([true, false, false, false, false], metadata.Parameters.Select(p => p.IsRequired));
        Assert.Equal("The text", metadata.Parameters[0].Description);
        Assert.Equal("true", metadata.Parameters[2].DefaultValue);
        Assert.Equal(",", metadata.Parameters[3].DefaultValue);
        AssertJson("""{"type":"string","minLength":1,"description":"The text"}""", metadata.Parameters[0].Schema!.RootElement);
        AssertJson(
            """{"type":"array","items":{"type":"string","enum":["a","b"]},"maxItems":3}""", metadata.Parameters[4].Schema!.RootElement);
    }

    [Fact]
    public void Metadata_OfTheResult_IsTheOutputSchemaOrText()
    {
        const string Output =
            """{"type":"object","description":"The sum","properties":{"s":{"$ref":"#/$defs/n"}},"$defs":{"n":{"type":"number"}}}""";

        KernelReturnParameterMetadata json = Make("""{"type":"object"}""", Output).Metadata.ReturnParameter;
        KernelReturnParameterMetadata text = Make("""{"type":"object"}""").Metadata.ReturnParameter;

        AssertJson(Output, json.Schema!.RootElement);
        Assert.Equal("The sum", json.Description);
        AssertJson("""{"type":"string"}""", text.Schema!.RootElement);
    }

    [Fact]
    public void Metadata_Besides_HasHintsAndTheWholeInputSchema()
    {
        KernelFunction function = Make("""{"type":"object","minProperties":1}""");

        Assert.Equal("csv-summary.summarise", function.Metadata.AdditionalProperties["qualifiedName"]);
        Assert.Equal(true, function.Metadata.AdditionalProperties["readOnlyHint"]);
        AssertJson("""{"type":"object","minProperties":1}""", (JsonElement)function.Metadata.AdditionalProperties["inputSchema"]!);
    }

    [Fact]
    public void JsonSchema_AsAModelSeesIt_HasParametersAndRequired()
    {
        KernelFunction function = Make("""{"type":"object","required":["n"],"properties":{"n":{"type":"integer","minimum":1}}}""");

        AssertJson("""{"n":{"type":"integer","minimum":1}}""", function.JsonSchema.GetProperty("properties"));
        AssertJson("""["n"]""", function.JsonSchema.GetProperty("required"));
    }

    [Theory]
    [InlineData("""{"p":{"$ref":"#/$defs/n"}}""", """{"type":"integer","minimum":1}""")]
    [InlineData("""{"p":{"$ref":"#/$defs/n","description":"How many"}}""", """{"type":"integer","minimum":1,"description":"How many"}""")]
    [InlineData("""{"p":{"$ref":"#/$defs/n","maximum":9}}""", """{"maximum":9,"allOf":[{"type":"integer","minimum":1}]}""")]
    [InlineData(
        """{"p":{"$ref":"#/$defs/n","allOf":[{"maximum":9}]}}""", """{"allOf":[{"maximum":9},{"type":"integer","minimum":1}]}""")]
    [InlineData("""{"p":{"items":{"$ref":"#/$defs/a~1b%25"}}}""", """{"items":{"type":"null"}}""")]
    [InlineData("""{"p":{"properties":{"$ref":{"type":"string"}}}}""", """{"properties":{"$ref":{"type":"string"}}}""")]
    [InlineData("""{"p":{"const":{"$ref":"#/$defs/n"}}}""", """{"const":{"$ref":"#/$defs/n"}}""")]
    [InlineData("""{"p":{"anyOf":[true,{"$ref":"#/$defs/n"}]}}""", """{"anyOf":[true,{"type":"integer","minimum":1}]}""")]
    [InlineData("""{"p":true}""", "{}")]
    [InlineData("""{"p":false}""", """{"not":{}}""")]
    [InlineData("""{"p":{"schema":{"type":"string"},"type":"object"}}""", """{"schema":{"type":"string"},"type":"object"}""")]
    public void Parameter_ThatRefersElsewhere_StandsOnItsOwn(string properties, string wanted)
    {
        KernelFunction function = Make(
            $$"""{"type":"object","properties":{{properties}},"$defs":{"n":{"type":"integer","minimum":1},"a/b%":{"type":"null"} } }""");

        AssertJson(wanted, Assert.Single(function.Metadata.Parameters).Schema!.RootElement);
    }

    [Fact]
    public void Parameter_OfARecursiveType_RefersToItselfWhereTheKernelWritesIt()
    {
        KernelFunction function = Make(
            """
            {
              "type": "object", "properties": { "tree": { "$ref": "#/$defs/node" } },
              "$defs": { "node": { "type": "object", "properties": { "left": { "$ref": "#/$defs/node" } } } }
            }
            """);

        AssertJson(
            """{"type":"object","properties":{"left":{"$ref":"#/properties/tree"}}}""",
            function.JsonSchema.GetProperty("properties").GetProperty("tree"));
    }

    [Fact]
    public void Parameter_WhoseDefinitionsDouble_StaysSmall()
    {
        string[] doubling =
        [
            .. Enumerable.Range(0, 40).Select(i => $$"""  "d{{i}}": { "allOf": [{{Two(i + 1)}}] }  """),
        ];
        string definitions = string.Join(',', doubling);
        KernelFunction function = Make(
            $$"""{ "type": "object", "properties": { "p": { "$ref": "#/$defs/d0" } }, "$defs": { "d40": {}, {{definitions}} } }""");

        Assert.InRange(JsonSerializer.Serialize(function.JsonSchema).Length, 500, 20_000);
    }

    [Fact]
    public void Parameters_OfBranches_AreAllThere()
    {
        KernelFunction function = Make(
            """
            {
              "type": "object",
              "allOf": [{ "required": ["a"], "properties": { "a": { "type": "string" } } }],
              "oneOf": [
                { "required": ["b"], "properties": { "b": { "type": "integer" }, "kind": { "const": 1 } } },
                { "required": ["c"], "properties": { "c": { "type": "integer" }, "kind": { "const": 2 } } }
              ],
              "required": ["only-named"]
            }
            """);

        Assert.Equal(["a", "b", "kind", "c", "only-named"], function.Metadata.Parameters.Select(p => p.Name));
        Assert.Equal(["a", "only-named"], function.Metadata.Parameters.Where(p => p.IsRequired).Select(p => p.Name));
        AssertJson("""{"anyOf":[{"const":1},{"const":2}]}""", function.Metadata.Parameters[2].Schema!.RootElement);
    }

    private static string Two(int i) => $$"""{ "$ref": "#/$defs/d{{i}}" }, { "$ref": "#/$defs/d{{i}}" }""";

    private static KernelFunction Make(string input, string? output = null) =>
        TestSkills.Kernel(new FakeInvoker(TestSkills.Ok("1")), input, output).Only();

    private static void AssertJson(string wanted, JsonElement seen) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(wanted), seen), $"wanted {wanted}\nseen   {seen.GetRawText()}");
}
