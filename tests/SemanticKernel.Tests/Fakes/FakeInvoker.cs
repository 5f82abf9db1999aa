using System.Text;
using SkillHost.Invocations;

namespace SkillHost.SemanticKernel.Tests.Fakes;

/// <summary>Answers every call with one result and keeps what it was called with.</summary>
internal sealed class FakeInvoker(InvocationResult result) : IInvoker
{
    private readonly List<string> _arguments = [];

    /// <summary>Arguments of every call, as text.</summary>
    public IReadOnlyList<string> Arguments => _arguments;

    /// <summary>The last call's options.</summary>
    public InvocationOptions? Options { get; private set; }

    /// <summary>Runs while a call is under way.</summary>
    public Func<CancellationToken, Task> During { get; init; } = _ => Task.CompletedTask;

    public async Task<InvocationResult> InvokeAsync(
        Callable function, ReadOnlyMemory<byte> arguments, InvocationOptions options, CancellationToken cancellationToken)
    {
        _arguments.Add(Encoding.UTF8.GetString(arguments.Span));
        Options = options;
        await During(cancellationToken);
        return result;
    }
}
