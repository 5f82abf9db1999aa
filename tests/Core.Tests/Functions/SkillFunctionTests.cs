using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using SkillHost.Functions;
using SkillHost.Invocations;
using SkillHost.Policies;

namespace SkillHost.Core.Tests.Functions;

public sealed class SkillFunctionTests
{
    private static readonly InvocationResult Ok = new() { Status = InvocationStatus.Ok, InvocationId = "1" };

    [Fact]
    public void Function_OfASkill_DescribesItself()
    {
        SkillFunction function = Make(new FakeInvoker(Ok));

        Assert.Equal("csv-summary_summarise", function.Name);
        Assert.Equal("csv-summary.summarise", function.QualifiedName);
        Assert.Equal("Does summarise.", function.Description);
        Assert.Equal("object", function.JsonSchema.GetProperty("type").GetString());
        Assert.Equal("object", function.ReturnJsonSchema?.GetProperty("type").GetString());
        Assert.Same(function.Callable, function.GetService(typeof(Callable)));
        Assert.Same(function, function.GetService(typeof(AIFunction)));
    }

    [Fact]
    public void AdditionalProperties_OfASkill_HoldHintsOriginAndNetwork()
    {
        IReadOnlyDictionary<string, object?> properties = Make(new FakeInvoker(Ok)).AdditionalProperties;

        Assert.Equal(
            [
                "destructiveHint=True", "function=summarise", "idempotentHint=False", "network=none", "openWorldHint=True",
                "qualifiedName=csv-summary.summarise", "readOnlyHint=True", "skill=csv-summary", "title=Doer", "version=1.2.0",
            ],
            properties.Select(p => $"{p.Key}={p.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Invoke_ArgumentsOfEveryUsualKind_AreOneJsonObject()
    {
        FakeInvoker invoker = new(Ok);

        await Make(invoker).InvokeAsync(new AIFunctionArguments
        {
            ["element"] = JsonElement.Parse("""{ "n": 1.50, "big": 12345678901234567890123 }"""),
            ["node"] = new JsonObject { ["a"] = new JsonArray(1, null) },
            ["text"] = "a\n1 <é> {\"not\":\"json\"}",
            ["whole"] = 7,
            ["exact"] = 0.1m,
            ["yes"] = true,
            ["none"] = null,
            ["list"] = new List<string> { "x" },
            ["poco"] = new Query("q", null, DayOfWeek.Monday),
            ["odd \"name\""] = 1,
        });

        Assert.Equal(
            """
            {"element":{"n":1.50,"big":12345678901234567890123},"node":{"a":[1,null]},"text":"a\n1 <é> {\"not\":\"json\"}","whole":7,
            "exact":0.1,"yes":true,"none":null,"list":["x"],"poco":{"text":"q","day":"Monday"},"odd \"name\"":1}
            """.ReplaceLineEndings(""),
            invoker.Arguments);
    }

    [Fact]
    public async Task Invoke_NoArguments_IsTheEmptyObject()
    {
        FakeInvoker invoker = new(Ok);

        await Make(invoker).InvokeAsync();

        Assert.Equal("{}", invoker.Arguments);
        Assert.Equal("summarise", invoker.Function?.Function.Name);
        Assert.NotNull(invoker.Options);
    }

    [Fact]
    public async Task Invoke_ArgumentThatHasNoJsonForm_IsAnAnswerAndNoCall()
    {
        FakeInvoker invoker = new(Ok);
        List<object> cycle = [];
        cycle.Add(cycle);

        foreach (object value in new object[] { double.NaN, cycle, default(JsonElement), typeof(string) })
        {
            string? answer = await Make(invoker).InvokeAsync(new AIFunctionArguments { ["a"] = 1, ["x"] = value }) as string;

            Assert.Matches("^invalid_arguments: argument 'x' \\(.*\\) cannot be written as JSON$", answer);
        }

        Assert.Null(invoker.Arguments);
    }

    [Fact]
    public async Task Invoke_OptionsInTheContext_AreTaken()
    {
        FakeInvoker invoker = new(Ok);
        InvocationOptions options = new() { Narrowing = new PolicyNarrowing { Timeout = TimeSpan.FromSeconds(1) } };

        await Make(invoker).InvokeAsync(With(options));

        Assert.Same(options, invoker.Options);
        await Assert.ThrowsAsync<ArgumentException>(() => Make(invoker).InvokeAsync(With("1 s")).AsTask());
    }

    [Fact]
    public async Task Invoke_Json_IsTheJson()
    {
        InvocationResult result = Ok with { Value = JsonElement.Parse("""{"rows": 1}""") };

        object? answer = await Make(new FakeInvoker(result)).InvokeAsync();

        Assert.Equal("""{"rows": 1}""", Assert.IsType<JsonElement>(answer).GetRawText());
    }

    [Fact]
    public async Task Invoke_Text_IsTheTextWithoutQuotesAndSaysWhereItWasCut()
    {
        InvocationResult result = Ok with { Value = JsonElement.Parse("\"a\\nb\""), StdoutBytes = 5000 };

        Assert.Equal("a\nb", await Make(new FakeInvoker(result)).InvokeAsync());
        Assert.Equal(
            "a\nb\n[cut at the output limit; 5000 bytes were written]",
            await Make(new FakeInvoker(result with { Truncated = true })).InvokeAsync());
    }

    [Theory]
    [InlineData(InvocationStatus.Failed, "failed")]
    [InlineData(InvocationStatus.InvalidArguments, "invalid_arguments")]
    [InlineData(InvocationStatus.InvalidOutput, "invalid_output")]
    [InlineData(InvocationStatus.Denied, "denied")]
    [InlineData(InvocationStatus.Busy, "busy")]
    [InlineData(InvocationStatus.TimedOut, "timed_out")]
    [InlineData(InvocationStatus.OutOfMemory, "out_of_memory")]
    [InlineData(InvocationStatus.Cancelled, "cancelled")]
    [InlineData(InvocationStatus.Unavailable, "unavailable")]
    public async Task Invoke_ExpectedFailure_IsATextThatBeginsWithTheStatus(InvocationStatus status, string name)
    {
        InvocationResult result = new() { Status = status, Error = "the reason", InvocationId = "1" };

        Assert.Equal($"{name}: the reason", await Make(new FakeInvoker(result)).InvokeAsync());
    }

    [Fact]
    public async Task Invoke_FailureWithOutput_ShowsTheEndOfIt()
    {
        InvocationResult result = new()
        {
            Status = InvocationStatus.TimedOut,
            Error = "stopped after 5 s",
            Stdout = "row 1\n",
            Stderr = new string('x', 5000) + "\u001b[31mlast\n",
            InvocationId = "1",
        };

        Assert.Equal(
            $"timed_out: stopped after 5 s\nstandard output:\nrow 1\nstandard error (its end):\n{new string('x', 991)}\uFFFD[31mlast",
            await Make(new FakeInvoker(result)).InvokeAsync());
    }

    [Fact]
    public async Task Invoke_CallerCancels_ThrowsAndCallAsyncDoesNot()
    {
        InvocationResult result = new() { Status = InvocationStatus.Cancelled, Error = "cancelled", InvocationId = "1" };
        SkillFunction function = Make(new FakeInvoker(result));
        CancellationToken cancelled = new(true);

        await Assert.ThrowsAsync<OperationCanceledException>(() => function.InvokeAsync([], cancelled).AsTask());
        Assert.Equal(InvocationStatus.Cancelled, (await function.CallAsync("{}"u8.ToArray(), null, cancelled)).Status);
    }

    private static SkillFunction Make(FakeInvoker invoker) =>
        Assert.Single(SkillFunctions.Create([Callables.Make("csv-summary", "summarise")], invoker).Functions);

    private static AIFunctionArguments With(object options) =>
        new() { Context = new Dictionary<object, object?> { [SkillFunction.OptionsKey] = options } };

    private sealed record Query(string Text, string? Filter, DayOfWeek Day);
}
