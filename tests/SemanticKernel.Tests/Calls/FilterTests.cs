using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using SkillHost.SemanticKernel.Tests.Fakes;

namespace SkillHost.SemanticKernel.Tests.Calls;

public sealed class FilterTests
{
    private const string OneNumber = """{"type":"object","properties":{"n":{"type":"integer"}}}""";
    private readonly FakeInvoker _invoker = new(TestSkills.Ok("\"done\""));

    [Fact]
    public async Task FunctionFilter_ChangesArgumentsAndResult()
    {
        Filter filter = new()
        {
            Before = arguments => arguments["n"] = 7,
            After = result => new FunctionResult(result, $"{result} and checked"),
        };
        Kernel kernel = TestSkills.Kernel(_invoker, OneNumber);
        kernel.FunctionInvocationFilters.Add(filter);

        FunctionResult result = await kernel.InvokeAsync(kernel.Only(), new KernelArguments { ["n"] = 3 });

        Assert.Equal(["function csv_summary.summarise"], filter.Seen);
        Assert.Equal(["""{"n":7}"""], _invoker.Arguments);
        Assert.Equal("done and checked", result.GetValue<string>());
        Assert.NotNull(result.GetInvocationResult());
    }

    [Fact]
    public async Task FunctionFilter_ThatLetsNothingThrough_KeepsTheSkillFromRunning()
    {
        Kernel kernel = TestSkills.Kernel(_invoker, OneNumber);
        kernel.FunctionInvocationFilters.Add(new Filter { LetsThrough = false, After = r => new FunctionResult(r, "not allowed") });

        Assert.Equal("not allowed", await kernel.InvokeAsync<string>(kernel.Only()));
        Assert.Empty(_invoker.Arguments);
    }

    [Fact]
    public async Task ModelThatCallsASkill_GoesThroughBothFiltersAndGetsTheAnswer()
    {
        Filter filter = new();
        Kernel kernel = TestSkills.Kernel(_invoker, OneNumber);
        kernel.FunctionInvocationFilters.Add(filter);
        kernel.AutoFunctionInvocationFilters.Add(filter);
        using ScriptedModel model = new("csv_summary_summarise", new() { ["n"] = "3" });
        using IChatClient client = model.AsBuilder().UseKernelFunctionInvocation().Build();
        PromptExecutionSettings settings = new() { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };

        ChatMessageContent answer = await client.AsChatCompletionService().GetChatMessageContentAsync("add up", settings, kernel);

        Assert.Equal("finished", answer.Content);
        Assert.Equal(
            ["auto csv_summary.summarise", "function csv_summary.summarise", "came to done"], filter.Seen);
        Assert.Equal(["""{"n":3}"""], _invoker.Arguments);
        Assert.Equal("done", model.Result?.ToString());
        AIFunction tool = Assert.IsAssignableFrom<AIFunction>(Assert.Single(model.Tools));
        Assert.Equal("csv_summary_summarise", tool.Name);
        Assert.Equal("integer", tool.JsonSchema.GetProperty("properties").GetProperty("n").GetProperty("type").GetString());
    }
}
