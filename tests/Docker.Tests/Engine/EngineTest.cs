namespace SkillHost.Docker.Tests.Engine;

/// <summary>A test on the real engine that must leave no container behind.</summary>
public abstract class EngineTest(EngineFixture fixture) : IClassFixture<EngineFixture>, IAsyncLifetime
{
    protected EngineFixture Fixture { get; } = fixture;

    protected DockerEngine Engine => Fixture.Engine;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Fixture.AssertNothingLeftAsync();
}
