namespace SkillHost.Invocations;

/// <summary>Calls functions.</summary>
public interface IInvoker
{
    /// <summary>
    /// Calls <paramref name="function"/> with <paramref name="arguments"/> (one JSON object, delivered byte for byte). Every
    /// expected failure is a result; cancellation is a result too (<see cref="InvocationStatus.Cancelled"/>), never an exception.
    /// </summary>
    Task<InvocationResult> InvokeAsync(
        Callable function, ReadOnlyMemory<byte> arguments, InvocationOptions options, CancellationToken cancellationToken);
}
