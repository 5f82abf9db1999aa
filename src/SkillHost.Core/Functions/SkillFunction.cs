using System.Text.Json;
using Microsoft.Extensions.AI;
using SkillHost.Approvals;
using SkillHost.Invocations;

namespace SkillHost.Functions;

/// <summary>
/// One function of a skill, callable by any agent framework that knows <see cref="AIFunction"/>. A call gives what a model should see:
/// the value (text as a string, JSON as a <see cref="JsonElement"/>), or for every expected failure a text that begins with its status,
/// such as "timed_out: …". Only cancellation by the caller's own token throws.
/// </summary>
public sealed class SkillFunction : AIFunction
{
    private readonly IInvoker _invoker;

    internal SkillFunction(Callable callable, FunctionNames names, IInvoker invoker, ApprovalDecision approval)
    {
        Callable = callable;
        Names = names;
        Approval = approval;
        AdditionalProperties = FunctionProperties.Of(callable, names);
        _invoker = invoker;
    }

    /// <summary>
    /// Key in <see cref="AIFunctionArguments.Context"/> under which a caller may put an <see cref="InvocationOptions"/> for one call.
    /// </summary>
    public static object OptionsKey { get; } = typeof(InvocationOptions);

    /// <summary>Skill, definition and effective policy.</summary>
    public Callable Callable { get; }

    /// <summary>What the operator's rules say of its calls; one that narrows its policy may be judged otherwise.</summary>
    public ApprovalDecision Approval { get; }

    /// <summary>What it is called at each door.</summary>
    public FunctionNames Names { get; }

    /// <summary>Name at the command line and in logs, such as <c>csv-summary.summarise</c>.</summary>
    public string QualifiedName => Names.Qualified;

    /// <summary>Tool name for models, such as <c>csv-summary_summarise</c>: at most 64 of <c>[A-Za-z0-9_-]</c>.</summary>
    public override string Name => Names.Tool;

    /// <inheritdoc />
    public override string Description => Callable.Function.Description;

    /// <inheritdoc />
    public override JsonElement JsonSchema => Callable.Function.InputSchema;

    /// <inheritdoc />
    public override JsonElement? ReturnJsonSchema => Callable.Function.OutputSchema;

    /// <summary>The manifest's hints (<c>readOnlyHint</c>…), <c>skill</c>, <c>function</c>, <c>version</c> and <c>network</c>.</summary>
    public override IReadOnlyDictionary<string, object?> AdditionalProperties { get; }

    /// <summary>
    /// The function as a chat client is to be given it: itself, or where the operator's rules ask, an <see
    /// cref="ApprovalRequiredAIFunction"/>, for which function-invoking clients ask their user first. A call through that counts as
    /// approved.
    /// </summary>
    public AIFunction ToTool() =>
        Approval == ApprovalDecision.Ask ? new ApprovalRequiredAIFunction(new ApprovedFunction(this)) : this;

    /// <summary>Calls the function and gives the whole result. Never throws for an expected failure, cancellation included.</summary>
    public Task<InvocationResult> CallAsync(
        ReadOnlyMemory<byte> arguments, InvocationOptions? options = null, CancellationToken cancellationToken = default) =>
        _invoker.InvokeAsync(Callable, arguments, options ?? new InvocationOptions(), cancellationToken);

    /// <summary>
    /// What a model should see of <paramref name="result"/>: the value, or for a failure a text that begins with its status.
    /// </summary>
    public static object? Answer(InvocationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return FunctionAnswer.Of(result);
    }

    /// <inheritdoc />
    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType == typeof(Callable) ? Callable : base.GetService(serviceType, serviceKey);
    }

    /// <inheritdoc />
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        if (!ArgumentWriter.TryWrite(arguments, JsonSerializerOptions, out ReadOnlyMemory<byte> json, out string problem))
        {
            return FunctionAnswer.Failure(InvocationStatus.InvalidArguments, problem);
        }

        InvocationResult result = await _invoker.InvokeAsync(Callable, json, OptionsOf(arguments), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return FunctionAnswer.Of(result);
    }

    /// <summary>What a caller put under <see cref="OptionsKey"/>, or nothing of note.</summary>
    internal static InvocationOptions OptionsOf(AIFunctionArguments arguments)
    {
        object? options = null;
        bool given = arguments.Context?.TryGetValue(OptionsKey, out options) is true;
        return (given ? options : new InvocationOptions()) as InvocationOptions
            ?? throw new ArgumentException($"the context holds no {nameof(InvocationOptions)} under {nameof(OptionsKey)}");
    }
}
