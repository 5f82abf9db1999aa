using System.Text.Json;
using Microsoft.Extensions.AI;
using SkillHost.Invocations;

namespace SkillHost.Functions;

/// <summary>One function of a skill, callable by any agent framework that knows <see cref="AIFunction"/>.</summary>
public sealed class SkillFunction : AIFunction
{
    private readonly IInvoker _invoker;

    internal SkillFunction(Callable callable, string name, IInvoker invoker)
    {
        Callable = callable;
        Name = name;
        _invoker = invoker;
    }

    /// <summary>Skill, definition and effective policy.</summary>
    public Callable Callable { get; }

    /// <summary>Name at the command line and in logs, such as <c>csv-summary.summarise</c>.</summary>
    public string QualifiedName => $"{Callable.Skill.Name}.{Callable.Function.Name}";

    /// <summary>Tool name for models, such as <c>csv-summary_summarise</c>: at most 64 of <c>[A-Za-z0-9_-]</c>.</summary>
    public override string Name { get; }

    /// <inheritdoc />
    public override string Description => Callable.Function.Description;

    /// <inheritdoc />
    public override JsonElement JsonSchema => Callable.Function.InputSchema;

    /// <inheritdoc />
    public override JsonElement? ReturnJsonSchema => Callable.Function.OutputSchema;

    /// <summary>Calls the function and gives the whole result. Never throws for an expected failure, cancellation included.</summary>
    public Task<InvocationResult> CallAsync(
        ReadOnlyMemory<byte> arguments, InvocationOptions? options = null, CancellationToken cancellationToken = default) =>
        _invoker.InvokeAsync(Callable, arguments, options ?? new InvocationOptions(), cancellationToken);

    /// <inheritdoc />
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes<IDictionary<string, object?>>(arguments, JsonSerializerOptions);
        InvocationResult result = await _invoker.InvokeAsync(Callable, json, new InvocationOptions(), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return result.IsOk ? result.Value : $"{result.Status}: {result.Error}";
    }
}
