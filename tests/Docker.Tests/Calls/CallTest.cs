namespace SkillHost.Docker.Tests.Calls;

/// <summary>A test on the shared host that leaves no container behind, and the host able to serve.</summary>
[Collection(SharedHost.Name)]
public abstract class CallTest(CallFixture fixture) : IAsyncLifetime
{
    protected CallFixture Fixture { get; } = fixture;

    private protected RealHost Host => Fixture.Host;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Fixture.AssertNothingLeftAsync();
}
