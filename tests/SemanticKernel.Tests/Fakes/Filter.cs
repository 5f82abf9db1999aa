using Microsoft.SemanticKernel;

namespace SkillHost.SemanticKernel.Tests.Fakes;

/// <summary>A filter that sees calls and may change arguments and results.</summary>
internal sealed class Filter : IFunctionInvocationFilter, IAutoFunctionInvocationFilter
{
    private readonly List<string> _seen = [];

    /// <summary>What went through it.</summary>
    public IReadOnlyList<string> Seen => _seen;

    /// <summary>Runs before a call.</summary>
    public Action<KernelArguments> Before { get; init; } = _ => { };

    /// <summary>Makes of a result another.</summary>
    public Func<FunctionResult, FunctionResult> After { get; init; } = result => result;

    /// <summary>Whether the call is let through.</summary>
    public bool LetsThrough { get; init; } = true;

    public async Task OnFunctionInvocationAsync(FunctionInvocationContext context, Func<FunctionInvocationContext, Task> next)
    {
        _seen.Add($"function {context.Function.PluginName}.{context.Function.Name}");
        Before(context.Arguments);
        if (LetsThrough)
        {
            await next(context);
        }

        context.Result = After(context.Result);
    }

    public async Task OnAutoFunctionInvocationAsync(AutoFunctionInvocationContext context, Func<AutoFunctionInvocationContext, Task> next)
    {
        _seen.Add($"auto {context.Function.PluginName}.{context.Function.Name}");
        await next(context);
        _seen.Add($"came to {context.Result}");
    }
}
