using Microsoft.SemanticKernel;
using SkillHost.Functions;
using SkillHost.Invocations;

namespace SkillHost.SemanticKernel;

/// <summary>What a program may say about calls of skills, and learn of them, beside arguments and value.</summary>
public static class SkillCalls
{
    /// <summary>
    /// Key in <see cref="Kernel.Data"/> under which a program may put an <see cref="InvocationOptions"/> for all calls of that kernel,
    /// those a model makes included. For one call, <see cref="SkillFunction.OptionsKey"/> in the context of its
    /// <see cref="KernelArguments"/> comes first.
    /// </summary>
    public const string OptionsKey = "SkillHost.InvocationOptions";

    /// <summary>Key in <see cref="FunctionResult.Metadata"/> of the whole <see cref="InvocationResult"/>.</summary>
    public const string ResultKey = "SkillHost.InvocationResult";

    /// <summary>The whole result of a call of a skill: status, usage, phases…; null where no skill was called.</summary>
    public static InvocationResult? GetInvocationResult(this FunctionResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Metadata?.GetValueOrDefault(ResultKey) as InvocationResult;
    }

    /// <summary>The options for one call. Throws <see cref="ArgumentException"/> where something else stands in their place.</summary>
    internal static InvocationOptions OptionsFor(Kernel kernel, KernelArguments arguments)
    {
        object? options = null;
        bool given = arguments.Context?.TryGetValue(SkillFunction.OptionsKey, out options) is true
            || kernel.Data.TryGetValue(OptionsKey, out options);
        return (given ? options : new InvocationOptions()) as InvocationOptions
            ?? throw new ArgumentException($"options of a call: {options?.GetType().Name ?? "null"}, wanted {nameof(InvocationOptions)}");
    }
}
