using System.Text.Json;
using SkillHost.Docker.Tests.Calls;
using SkillHost.Invocations;
using SkillHost.Sandboxes.Held;
using SkillHost.Skills;

namespace SkillHost.Docker.Tests.Interpreter;

/// <summary>One conversation with the interpreter, which ends with the test.</summary>
internal sealed class InterpreterSession(RealHost host) : IDisposable
{
    private const string Caller = "test";
    private readonly string _id = Guid.NewGuid().ToString();

    public Task<InvocationResult> RunAsync(string code, InvocationOptions? options = null, CancellationToken cancellationToken = default) =>
        CallAsync("run", new { code }, options, cancellationToken);

    public Task<InvocationResult> CallAsync(
        string function, object arguments, InvocationOptions? options = null, CancellationToken cancellationToken = default) =>
        host.CallAsync(
            $"python-interpreter.{function}", JsonSerializer.Serialize(arguments),
            (options ?? new InvocationOptions()) with { Session = _id, Caller = Caller }, cancellationToken);

    public void Dispose() => host.Get<ISessions>().End(new SkillName("python-interpreter"), new SessionId(Caller, _id));
}
