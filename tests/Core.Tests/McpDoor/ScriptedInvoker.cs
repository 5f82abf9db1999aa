using System.Collections.Concurrent;
using System.Text;
using SkillHost.Invocations;

namespace SkillHost.Core.Tests.McpDoor;

/// <summary>Answers calls as a test says, and keeps what it was asked.</summary>
internal sealed class ScriptedInvoker : IInvoker
{
    public Func<InvocationOptions, CancellationToken, Task<InvocationResult>> Answer { get; set; } = (_, _) => Task.FromResult(Ok("done"));

    public ConcurrentQueue<(string Arguments, InvocationOptions Options)> Calls { get; } = new();

    public static InvocationResult Ok(string text) => new()
    {
        Status = InvocationStatus.Ok,
        InvocationId = "0123",
        Value = System.Text.Json.JsonSerializer.SerializeToElement(text),
        Content = [new InvocationContent("text", text)],
    };

    public static InvocationResult Failed(InvocationStatus status, string error) =>
        new() { Status = status, InvocationId = "0123", Error = error, Content = [new InvocationContent("text", error)] };

    public Task<InvocationResult> InvokeAsync(
        Callable function, ReadOnlyMemory<byte> arguments, InvocationOptions options, CancellationToken cancellationToken)
    {
        Calls.Enqueue((Encoding.UTF8.GetString(arguments.Span), options));
        return Answer(options, cancellationToken);
    }
}
