using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using SkillHost.Functions;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.SemanticKernel.Tests.Fakes;

namespace SkillHost.SemanticKernel.Tests.Calls;

public sealed class CallTests
{
    private const string Any = """{"type":"object"}""";
    private const string OneNumber = """{"type":"object","properties":{"n":{"type":"integer"}}}""";

    [Fact]
    public async Task Invoke_JsonResult_IsTheValueAndTheWholeResultBesides()
    {
        InvocationResult answer = TestSkills.Ok("""{"sum":3}""") with { DurationMs = 12 };
        Kernel kernel = TestSkills.Kernel(new FakeInvoker(answer), Any, Any);

        FunctionResult result = await kernel.InvokeAsync("csv_summary", "summarise");

        Assert.Equal(3, result.GetValue<JsonElement>().GetProperty("sum").GetInt32());
        Assert.Equal("""{"sum":3}""", result.ToString());
        Assert.Same(answer, result.GetInvocationResult());
        Assert.Equal("csv_summary", result.Function.PluginName);
    }

    [Fact]
    public async Task Invoke_TextResult_IsTheText()
    {
        Kernel kernel = TestSkills.Kernel(new FakeInvoker(TestSkills.Ok("\"two\\nlines\"")), Any);

        Assert.Equal("two\nlines", await kernel.InvokeAsync<string>("csv_summary", "summarise"));
    }

    [Fact]
    public async Task Invoke_FailedCall_IsATextThatSaysHowItEnded()
    {
        InvocationResult failure = new()
        {
            Status = InvocationStatus.TimedOut,
            Error = "stopped after 5 s",
            Stderr = "line 1",
            InvocationId = "00",
        };
        Kernel kernel = TestSkills.Kernel(new FakeInvoker(failure), Any);

        FunctionResult result = await kernel.InvokeAsync(kernel.Only());

        Assert.Equal("timed_out: stopped after 5 s\nstandard error:\nline 1", result.GetValue<string>());
        Assert.Equal(InvocationStatus.TimedOut, result.GetInvocationResult()?.Status);
    }

    [Fact]
    public async Task GetInvocationResult_OfAnotherFunction_IsNull()
    {
        Kernel kernel = new();

        FunctionResult result = await kernel.InvokeAsync(KernelFunctionFactory.CreateFromMethod(() => 1, "one"));

        Assert.Null(result.GetInvocationResult());
    }

    [Fact]
    public async Task Invoke_CancelledByTheCaller_Throws()
    {
        using CancellationTokenSource caller = new();
        FakeInvoker invoker = new(TestSkills.Ok("1"))
        {
            During = async token =>
            {
                await caller.CancelAsync();
                Assert.True(token.IsCancellationRequested);
            },
        };
        Kernel kernel = TestSkills.Kernel(invoker, Any);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => kernel.InvokeAsync(kernel.Only(), cancellationToken: caller.Token));
        Assert.Single(invoker.Arguments);
    }

    [Fact]
    public async Task Invoke_CancelledByTheHost_IsAText()
    {
        InvocationResult cancelled = new() { Status = InvocationStatus.Cancelled, Error = "the host is stopping", InvocationId = "00" };
        Kernel kernel = TestSkills.Kernel(new FakeInvoker(cancelled), Any);

        Assert.Equal("cancelled: the host is stopping", await kernel.InvokeAsync<string>(kernel.Only()));
    }

    [Fact]
    public async Task Invoke_OptionsOfTheKernel_HoldForItsCalls()
    {
        InvocationOptions options = new() { Narrowing = new PolicyNarrowing { Timeout = TimeSpan.FromSeconds(1) } };
        FakeInvoker invoker = new(TestSkills.Ok("1"));
        Kernel kernel = TestSkills.Kernel(invoker, Any);
        kernel.Data[SkillCalls.OptionsKey] = options;

        await kernel.InvokeAsync(kernel.Only());

        Assert.Same(options, invoker.Options);
    }

    [Fact]
    public async Task Invoke_OptionsOfTheCall_ComeBeforeThoseOfTheKernel()
    {
        InvocationOptions options = new();
        FakeInvoker invoker = new(TestSkills.Ok("1"));
        Kernel kernel = TestSkills.Kernel(invoker, Any);
        kernel.Data[SkillCalls.OptionsKey] = new InvocationOptions { Narrowing = new PolicyNarrowing() };
        KernelArguments arguments = new() { Context = new Dictionary<object, object?> { [SkillFunction.OptionsKey] = options } };

        await kernel.InvokeAsync(kernel.Only(), arguments);

        Assert.Same(options, invoker.Options);
    }

    [Fact]
    public async Task Invoke_OptionsOfAnotherType_AreRefused()
    {
        FakeInvoker invoker = new(TestSkills.Ok("1"));
        Kernel kernel = TestSkills.Kernel(invoker, Any);
        kernel.Data[SkillCalls.OptionsKey] = "fast";

        ArgumentException refusal = await Assert.ThrowsAsync<ArgumentException>(() => kernel.InvokeAsync(kernel.Only()));

        Assert.Contains("String, wanted InvocationOptions", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(invoker.Arguments);
    }

    [Fact]
    public async Task InvokeStreaming_OfASkill_GivesItsValueOnce()
    {
        Kernel kernel = TestSkills.Kernel(new FakeInvoker(TestSkills.Ok("\"done\"")), Any);

        List<string> parts = [];
        await foreach (StreamingKernelContent part in kernel.InvokeStreamingAsync(kernel.Only()))
        {
            parts.Add(part.ToString());
        }

        Assert.Equal(["done"], parts);
    }

    [Fact]
    public async Task InvokePrompt_ThatCallsASkill_HoldsItsAnswerAndHidesTheOtherArguments()
    {
        FakeInvoker invoker = new(TestSkills.Ok("""{"sum":3}"""));
        Kernel kernel = TestSkills.Kernel(invoker, OneNumber, Any);
        KernelPromptTemplateFactory templates = new();
        PromptTemplateConfig prompt = new("The sum is {{csv_summary.summarise n=$count}}, {{$name}}.");

        string text = await templates.Create(prompt).RenderAsync(kernel, new KernelArguments { ["count"] = "3", ["name"] = "Ada" });

        Assert.Equal(["""{"n":3}"""], invoker.Arguments);
        Assert.Contains("sum", text, StringComparison.Ordinal);
        Assert.EndsWith(", Ada.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invoke_AsAnAIFunction_TakesTheSameArguments()
    {
        FakeInvoker invoker = new(TestSkills.Ok("\"done\""));
        AIFunction function = TestSkills.Kernel(invoker, OneNumber).Only();

        object? value = await function.InvokeAsync(new AIFunctionArguments { ["n"] = "3" });

        Assert.Equal(["""{"n":3}"""], invoker.Arguments);
        Assert.Equal("done", value?.ToString());
    }
}
