using System.Text;
using SkillHost.Invocations;

namespace SkillHost.Core.Tests.Functions;

/// <summary>Answers every call with one result and keeps what it was called with.</summary>
internal sealed class FakeInvoker(InvocationResult result) : IInvoker
{
    /// <summary>The last call's function.</summary>
    public Callable? Function { get; private set; }

    /// <summary>The last call's arguments as text; null before the first call.</summary>
    public string? Arguments { get; private set; }

    /// <summary>The last call's options.</summary>
    public InvocationOptions? Options { get; private set; }

    public Task<InvocationResult> InvokeAsync(
        Callable function, ReadOnlyMemory<byte> arguments, InvocationOptions options, CancellationToken cancellationToken)
    {
        (Function, Arguments, Options) = (function, Encoding.UTF8.GetString(arguments.Span), options);
        return Task.FromResult(result);
    }
}
