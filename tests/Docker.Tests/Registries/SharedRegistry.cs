namespace SkillHost.Docker.Tests.Registries;

/// <summary>One registry for many tests: what lies below their images is pushed to it once.</summary>
public sealed class SharedRegistry : IAsyncLifetime, IAsyncDisposable
{
    private RegistryProcess? _registry;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_registry is not null)
        {
            await _registry.DisposeAsync();
        }
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    /// <summary>Starts it for the first test that asks, or skips the test with the reason.</summary>
    internal async Task<RegistryProcess> GetAsync() => _registry ??= await RegistryProcess.StartAsync();
}
