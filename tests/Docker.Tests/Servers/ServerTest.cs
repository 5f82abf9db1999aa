using System.Collections.Concurrent;
using System.Text.Json;
using SkillHost.Docker.Tests.Calls;
using SkillHost.Invocations;

namespace SkillHost.Docker.Tests.Servers;

/// <summary>A test of a server in a container, which leaves no container behind.</summary>
[Collection(ServerHost.Name)]
public abstract class ServerTest(ServerFixture fixture) : IAsyncLifetime
{
    protected ServerFixture Fixture { get; } = fixture;

    private protected RealHost Host => Fixture.Host;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Fixture.AssertNothingLeftAsync();

    private protected Task<InvocationResult> CallAsync(
        string function, object? arguments = null, InvocationOptions? options = null, CancellationToken cancellationToken = default) =>
        Host.CallAsync(function, JsonSerializer.Serialize(arguments ?? new { }), options, cancellationToken);

    private protected static InvocationOptions Collecting(ConcurrentQueue<InvocationEvent> events) => new()
    {
        OnEvent = (e, _) =>
        {
            events.Enqueue(e);
            return ValueTask.CompletedTask;
        },
    };
}
