using System.Text;
using System.Text.Json;
using SkillHost.Schemas;

namespace SkillHost.Core.Tests.Schemas;

public sealed class HostileSchemaTests
{
    [Fact]
    public void Validate_SchemaDoublesItsWorkAtEveryLevel_IsGivenUpAndNeverValid()
    {
        string levels = string.Join(", ", Enumerable.Range(0, 60).Select(i => $$"""
            "l{{i}}": { "allOf": [{ "$ref": "#/$defs/l{{i + 1}}" }, { "$ref": "#/$defs/l{{i + 1}}" }] }
            """));
        JsonSchema schema = Compile($$"""{ "$ref": "#/$defs/l0", "$defs": { {{levels}}, "l60": true } }""");
        JsonSchema negated = Compile($$"""{ "not": {"$ref": "#/$defs/l0"}, "$defs": { {{levels}}, "l60": true } }""");

        Assert.Contains("too many steps", Assert.Single(schema.Validate(JsonElement.Parse("1"))).Message, StringComparison.Ordinal);
        Assert.False(negated.IsValid(JsonElement.Parse("1")));
    }

    [Fact]
    public void Compile_ReferenceOnlyToItself_IsRefused()
    {
        Assert.Throws<JsonSchemaException>(() => Compile("""{"$ref": "#"}"""));
        Assert.Throws<JsonSchemaException>(() => Compile("""{"anyOf": [{"type": "null"}, {"if": {"$ref": "#"}}]}"""));
        Assert.NotNull(Compile("""{"properties": {"next": {"$ref": "#"}}}"""));
    }

    [Fact]
    public void Validate_DynamicReferenceOnlyToItself_IsGivenUpAndNeverValid()
    {
        JsonSchema schema = Compile("""{"$dynamicAnchor": "a", "$dynamicRef": "#a"}""");

        Assert.Contains("too deep", Assert.Single(schema.Validate(JsonElement.Parse("1"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_ChainOfReferencesTooLongToFollow_IsGivenUpAndAShorterOneIsNot()
    {
        Assert.Empty(Chain(500).Validate(JsonElement.Parse("1")));
        Assert.Contains("too deep", Assert.Single(Chain(3_000).Validate(JsonElement.Parse("1"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_TooManySubschemas_IsRefused()
    {
        string schemas = string.Join(",", Enumerable.Repeat("{}", 60_000));

        JsonSchemaException refused = Assert.Throws<JsonSchemaException>(() => Compile($$"""{"allOf": [{{schemas}}]}"""));
        Assert.Contains("at most 50000", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_ValueNestedAThousandDeep_IsCheckedToTheBottom()
    {
        JsonSchema schema = Compile("""{"type": ["array", "number"], "items": {"$ref": "#"}}""");
        JsonDocumentOptions deep = new() { MaxDepth = 2000 };

        Assert.Empty(schema.Validate(JsonElement.Parse(Nested("1"), deep)));
        SchemaViolation violation = Assert.Single(schema.Validate(JsonElement.Parse(Nested("\"x\""), deep)));
        Assert.Equal(string.Concat(Enumerable.Repeat("/0", 900)), violation.InstancePath);
    }

    [Fact]
    public void Validate_HundredThousandItems_EachIsChecked()
    {
        JsonSchema schema = Compile("""{"items": {"type": "integer", "minimum": 0}, "uniqueItems": true, "maxItems": 100000}""");
        string items = string.Join(',', Enumerable.Range(0, 99_999));

        Assert.Empty(schema.Validate(JsonElement.Parse($"[{items},100000]")));
        Assert.Equal("items 5 and 99999 are both 5", Assert.Single(schema.Validate(JsonElement.Parse($"[{items},5]"))).Message[^28..]);
        Assert.Equal("/99999", Assert.Single(schema.Validate(JsonElement.Parse($"[{items},-5]"))).InstancePath);
    }

    [Fact]
    public void Validate_NumbersThatRoundToOneDouble_AreToldApartWithoutComparingEachWithEach()
    {
        JsonSchema schema = Compile("""{"uniqueItems": true}""");
        string items = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"1234567890123456789012345{i:00000}"));

        Assert.Empty(schema.Validate(JsonElement.Parse($"[{items}]")));
        Assert.Single(schema.Validate(JsonElement.Parse($"[{items},123456789012345678901234500000.0]")));
    }

    [Fact]
    public void Validate_ObjectOfATwentyThousandNames_EachIsChecked()
    {
        JsonSchema schema = Compile("""{"propertyNames": {"pattern": "^p[0-9]+$"}, "additionalProperties": {"type": "null"}}""");
        string members = string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"\"p{i}\":null"));

        Assert.Empty(schema.Validate(JsonElement.Parse($$"""{ {{members}} }""")));
        Assert.Equal(2, schema.Validate(JsonElement.Parse($$"""{ {{members}}, "q": 1 }""")).Count);
    }

    [Fact]
    public void Validate_ManyMisses_StopsAtTheLimit()
    {
        JsonSchema schema = Compile("""{"items": {"type": "null"}}""");
        JsonElement value = JsonElement.Parse($"[{string.Join(',', Enumerable.Repeat("1", 1000))}]");

        Assert.Equal(8, schema.Validate(value).Count);
        Assert.Equal(3, schema.Validate(value, 3).Count);
        Assert.Equal(1000, schema.Validate(value, 5000).Count);
    }

    [Fact]
    public void Validate_LongNamesAndValues_AreCutInPathAndMessage()
    {
        JsonSchema schema = Compile("""{"additionalProperties": {"type": "number"}}""");
        string name = new('n', 10_000);

        JsonElement value = JsonSerializer.SerializeToElement(new Dictionary<string, string> { [name] = name });
        SchemaViolation violation = Assert.Single(schema.Validate(value));

        Assert.Equal($"/{name[..80]}…: must be a number, got \"{name[..79]}…", violation.ToString());
    }

    [Theory]
    [InlineData("""{"minLength": 1}""", "\"\\ud800\"")]
    [InlineData("""{"additionalProperties": true}""", "{\"\\ud800\": 1}")]
    [InlineData("""{"uniqueItems": true}""", "[\"\\udc00\", 1]")]
    public void Validate_HalfASurrogatePair_IsAMissAndNoException(string schema, string value)
    {
        Assert.Contains("surrogate", Assert.Single(Compile(schema).Validate(JsonElement.Parse(value))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_NoValueAtAll_IsAMiss()
    {
        Assert.Equal("there is no value", Assert.Single(Compile("true").Validate(default)).Message);
    }

    [Fact]
    public void Validate_ManyThreadsAtOnce_GetTheSameAnswers()
    {
        JsonSchema schema = Compile(
            """{"properties": {"a": {"enum": [1, 2]}, "b": {"pattern": "^x+$"}}, "unevaluatedProperties": false}""");
        JsonElement good = JsonElement.Parse("""{"a": 2, "b": "xx"}""");
        JsonElement bad = JsonElement.Parse("""{"a": 3, "b": "y", "c": 1}""");

        Parallel.For(0, 2000, i => Assert.Equal(i % 2 == 0 ? 0 : 3, schema.Validate(i % 2 == 0 ? good : bad).Count));
    }

    [Fact]
    public void Source_DocumentIsDisposed_Stays()
    {
        JsonDocument document = JsonDocument.Parse("""{"type": "string", "const": "a"}""");
        JsonSchema schema = JsonSchema.Compile(document.RootElement);

        document.Dispose();

        Assert.Equal("string", schema.Source.GetProperty("type").GetString());
        Assert.Equal("must be \"a\", got \"b\"", Assert.Single(schema.Validate(JsonElement.Parse("\"b\""))).Message);
    }

    private static JsonSchema Chain(int length)
    {
        StringBuilder links = new();
        for (int i = 0; i < length; i++)
        {
            links.Append($$""" "l{{i}}": {"$ref": "#/$defs/l{{i + 1}}"},""");
        }

        return Compile($$"""{"$ref": "#/$defs/l0", "$defs": { {{links}} "l{{length}}": true } }""");
    }

    private static byte[] Nested(string inside) => Encoding.UTF8.GetBytes(new string('[', 900) + inside + new string(']', 900));

    private static JsonSchema Compile(string schema) => JsonSchema.Compile(JsonElement.Parse(schema));
}
