using Microsoft.Extensions.AI;
using SkillHost.Invocations;

namespace SkillHost.Functions;

/// <summary>
/// A function behind <see cref="ApprovalRequiredAIFunction"/>: whoever calls it has asked and heard yes, so its calls count as approved.
/// </summary>
internal sealed class ApprovedFunction(SkillFunction function) : DelegatingAIFunction(function)
{
    private const string Approver = "the chat's user";

    /// <inheritdoc />
    protected override ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        InvocationOptions options = SkillFunction.OptionsOf(arguments);
        Dictionary<object, object?> context = arguments.Context is { } given ? new(given) : [];
        context[SkillFunction.OptionsKey] = options with { ApprovedBy = options.ApprovedBy ?? Approver };

        // A copy: the caller's own arguments must not become approved for whatever else they are used for.
        AIFunctionArguments approved = new(arguments) { Services = arguments.Services, Context = context };
        return InnerFunction.InvokeAsync(approved, cancellationToken);
    }
}
