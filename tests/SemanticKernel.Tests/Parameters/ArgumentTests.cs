using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.SemanticKernel;
using SkillHost.SemanticKernel.Tests.Fakes;

namespace SkillHost.SemanticKernel.Tests.Parameters;

public sealed class ArgumentTests
{
    private readonly FakeInvoker _invoker = new(TestSkills.Ok("\"done\""));

    public static TheoryData<string, object?, string> Values => new()
    {
        { """{"type":"string"}""", "a \"b\" <c>", """{"p":"a \"b\" <c>"}""" },
        { """{"type":"string"}""", "5", """{"p":"5"}""" },
        { """{"type":"string"}""", "{\"a\":1}", """{"p":"{\"a\":1}"}""" },
        { """{"type":"integer"}""", "5", """{"p":5}""" },
        { """{"type":"number"}""", "-1.50", """{"p":-1.50}""" },
        { """{"type":"boolean"}""", "True", """{"p":true}""" },
        { """{"type":"boolean"}""", "false", """{"p":false}""" },
        { """{"type":"array"}""", "[1,\"a\"]", """{"p":[1,"a"]}""" },
        { """{"type":"object"}""", " {\"a\":{\"b\":null}} ", """{"p":{"a":{"b":null}}}""" },
        { """{"type":["string","integer"]}""", "5", """{"p":"5"}""" },
        { """{"type":"integer","maximum":4}""", "5", """{"p":5}""" },
        { """{"type":"integer"}""", "five", """{"p":"five"}""" },
        { """{"enum":[1,2]}""", "2", """{"p":2}""" },
        { "{}", "5", """{"p":"5"}""" },
        { """{"type":"integer"}""", 5, """{"p":5}""" },
        { """{"type":"integer"}""", 5L, """{"p":5}""" },
        { """{"type":"number"}""", 0.1m, """{"p":0.1}""" },
        { """{"type":"boolean"}""", true, """{"p":true}""" },
        { """{"type":"string"}""", 5, """{"p":"5"}""" },
        { """{"type":"string"}""", true, """{"p":"true"}""" },
        { """{"type":"string"}""", DayOfWeek.Friday, """{"p":"Friday"}""" },
        { """{"type":"integer"}""", DayOfWeek.Friday, """{"p":5}""" },
        { """{"type":"string"}""", new DateOnly(2026, 2, 1), """{"p":"2026-02-01"}""" },
        { """{"type":"string"}""", new Uri("https://example.com/a?b=c&d"), """{"p":"https://example.com/a?b=c&d"}""" },
        { """{"type":"array"}""", new List<int> { 1, 2 }, """{"p":[1,2]}""" },
        { """{"type":"array"}""", new[] { "a", "b" }, """{"p":["a","b"]}""" },
        { """{"type":"object"}""", new Dictionary<string, object?> { ["a"] = 1 }, """{"p":{"a":1}}""" },
        { """{"type":"object"}""", new { FirstName = "Ada", Age = 36 }, """{"p":{"firstName":"Ada","age":36}}""" },
        { """{"type":"string"}""", new { A = 1 }, """{"p":"{\"a\":1}"}""" },
        { """{"type":"integer"}""", JsonElement.Parse("5"), """{"p":5}""" },
        { """{"type":"integer"}""", JsonElement.Parse("\"5\""), """{"p":5}""" },
        { """{"type":"array"}""", JsonNode.Parse("[1]"), """{"p":[1]}""" },
        { """{"type":"object"}""", JsonDocument.Parse("{}"), """{"p":{}}""" },
        { """{"type":"string"}""", new TextContent("hello"), """{"p":"hello"}""" },
        { """{"type":"string"}""", null, "{}" },
        { """{"type":["string","null"]}""", null, "{}" },
        { """{"type":"string"}""", JsonElement.Parse("null"), "{}" },
        { """{"properties":{"a":{"$ref":"#/properties/p"}},"type":"object"}""", "{\"a\":{}}", """{"p":{"a":{}}}""" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Argument_OfAUsualType_ArrivesAsTheJsonItsParameterTakes(string schema, object? value, string wanted)
    {
        Kernel kernel = TestSkills.Kernel(_invoker, $$"""{"type":"object","properties":{"p":{{schema}} } }""");

        await kernel.InvokeAsync(kernel.Only(), new KernelArguments { ["p"] = value });

        Assert.Equal([wanted], _invoker.Arguments.Select(a => a.Replace("\\u0022", "\\\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Argument_NullWhereNullIsRequired_ArrivesAsNull()
    {
        Kernel kernel = TestSkills.Kernel(
            _invoker, """{"type":"object","required":["p","q"],"properties":{"p":{"type":["string","null"]},"q":{"type":"string"}}}""");

        await kernel.InvokeAsync(kernel.Only(), new KernelArguments { ["p"] = null, ["q"] = null });

        Assert.Equal(["""{"p":null}"""], _invoker.Arguments);
    }

    [Fact]
    public async Task Arguments_NoParameterTakes_AreLeftOut()
    {
        Kernel kernel = TestSkills.Kernel(_invoker, """{"type":"object","properties":{"p":{"type":"string"}}}""");

        KernelArguments arguments = new() { ["P"] = "here", ["history"] = "not for a skill", ["kernel"] = kernel };
        await kernel.InvokeAsync(kernel.Only(), arguments);

        Assert.Equal(["""{"p":"here"}"""], _invoker.Arguments);
    }

    [Fact]
    public async Task Arguments_WhereTheSchemaWantsMore_AreTaken()
    {
        Kernel kernel = TestSkills.Kernel(_invoker, """{"type":"object","additionalProperties":{"type":"string"}}""");

        await kernel.InvokeAsync(kernel.Only(), new KernelArguments { ["colour"] = "red", ["kernel"] = kernel, ["none"] = null });

        Assert.Equal(["""{"colour":"red"}"""], _invoker.Arguments);
    }

    [Fact]
    public async Task Argument_WithoutJsonForm_IsAnsweredAndNotCalled()
    {
        Kernel kernel = TestSkills.Kernel(_invoker, """{"type":"object","properties":{"p":{"type":"number"}}}""");

        FunctionResult result = await kernel.InvokeAsync(kernel.Only(), new KernelArguments { ["p"] = double.NaN });

        Assert.Equal("invalid_arguments: argument \"p\" (Double) cannot be written as JSON", result.GetValue<string>());
        Assert.Empty(_invoker.Arguments);
    }

    [Fact]
    public async Task Argument_ThatIsAnEarlierResult_ArrivesAsItsValue()
    {
        Kernel kernel = TestSkills.Kernel(_invoker, """{"type":"object","properties":{"p":{"type":"string"}}}""");
        FunctionResult first = await kernel.InvokeAsync(kernel.Only());

        await kernel.InvokeAsync(kernel.Only(), new KernelArguments { ["p"] = first });

        Assert.Equal(["{}", """{"p":"done"}"""], _invoker.Arguments);
    }

    [Fact]
    public async Task Arguments_AsAConnectorReadsThemFromAModel_ArriveAsTheModelMeantThem()
    {
        Kernel kernel = TestSkills.Kernel(
            _invoker,
            """
            {
              "type": "object",
              "properties": { "n": { "type": "integer" }, "b": { "type": "boolean" }, "l": { "type": "array" }, "t": { "type": "string" } }
            }
            """);
        FunctionCallContentBuilder builder = new();
        StreamingChatMessageContent update = new(Microsoft.SemanticKernel.ChatCompletion.AuthorRole.Assistant, null);
        update.Items.Add(new StreamingFunctionCallUpdateContent(
            "id", "csv_summary-summarise", """{"n":5,"b":true,"l":[1,{"a":null}],"t":"5"}""", 0));
        builder.Append(update);

        FunctionResultContent result = await builder.Build().Single().InvokeAsync(kernel);

        Assert.Equal(["""{"n":5,"b":true,"l":[1,{"a":null}],"t":"5"}"""], _invoker.Arguments);
        Assert.Equal("done", result.Result);
    }
}
