using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using SkillHost.Approvals;
using SkillHost.Core.Tests.Functions;
using SkillHost.Functions;
using SkillHost.Hosting;
using SkillHost.Invocations;

namespace SkillHost.Core.Tests.Approvals;

/// <summary>How functions are given to chat clients: those that ask are marked so that a function-invoking client asks its user.</summary>
public sealed class ToolTests
{
    private static readonly InvocationResult Ok = new() { Status = InvocationStatus.Ok, InvocationId = "1" };

    [Fact]
    public async Task Tool_OfAFunctionThatAsks_RequiresApprovalAndItsCallsAreApproved()
    {
        FakeInvoker invoker = new(Ok);
        SkillFunction function = Make(invoker, ApprovalDecision.Ask);
        AIFunctionArguments arguments = new() { ["a"] = 1 };

        AIFunction tool = function.ToTool();
        await tool.InvokeAsync(arguments);
        InvocationOptions? through = invoker.Options;
        await function.InvokeAsync(arguments);

        // What Microsoft's function-invoking client looks for.
        Assert.NotNull(tool.GetService<ApprovalRequiredAIFunction>());
        Assert.Equal(
            (function.Name, function.Description, function.JsonSchema.GetRawText()),
            (tool.Name, tool.Description, tool.JsonSchema.GetRawText()));
        Assert.Equal("the chat's user", through?.ApprovedBy);
        Assert.Equal("""{"a":1}""", invoker.Arguments);
        Assert.Null(invoker.Options?.ApprovedBy);
    }

    [Fact]
    public async Task Tool_ThatAsks_KeepsTheOptionsOfItsCaller()
    {
        FakeInvoker invoker = new(Ok);
        InvocationOptions options = new() { Caller = "chat:7" };
        AIFunctionArguments arguments = new() { Context = new Dictionary<object, object?> { [SkillFunction.OptionsKey] = options } };

        await Make(invoker, ApprovalDecision.Ask).ToTool().InvokeAsync(arguments);

        Assert.Equal(("chat:7", "the chat's user"), (invoker.Options?.Caller, invoker.Options?.ApprovedBy));
        Assert.Same(options, arguments.Context[SkillFunction.OptionsKey]);
    }

    [Fact]
    public void Tools_OfACatalog_LeaveOutWhatIsRefused()
    {
        FakeInvoker invoker = new(Ok);
        SkillFunction run = Make(invoker, ApprovalDecision.Run), refused = Make(invoker, ApprovalDecision.Refuse);

        SkillCatalog catalog = new([], [run, refused], []);

        Assert.Same(run, Assert.Single(catalog.Tools));
        Assert.Null(run.GetService<ApprovalRequiredAIFunction>());
        Assert.Equal(2, catalog.Functions.Count);
    }

    private static SkillFunction Make(FakeInvoker invoker, ApprovalDecision decision) => SkillFunctions.Create(
        [Callables.Make("csv-summary", "summarise")], invoker,
        new ApprovalRules(Options.Create(new ApprovalOptions { Default = decision }))).Functions[0];
}
