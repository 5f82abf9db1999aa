using SkillHost.Containers;

namespace SkillHost.Docker.Tests.Probes;

/// <summary>The real engine, with somebody at work on the host's disk just before and just after it starts a container.</summary>
internal sealed class MeddlingEngine(IContainerEngine engine, Action before, Action after) : IContainerEngine
{
    public Task<EngineInfo> GetInfoAsync(CancellationToken cancellationToken) => engine.GetInfoAsync(cancellationToken);

    public Task<string> CreateAsync(ContainerSpec spec, CancellationToken cancellationToken) => engine.CreateAsync(spec, cancellationToken);

    public Task<IContainerAttachment> AttachAsync(string container, CancellationToken cancellationToken) =>
        engine.AttachAsync(container, cancellationToken);

    public async Task StartAsync(string container, CancellationToken cancellationToken)
    {
        before();
        try
        {
            await engine.StartAsync(container, cancellationToken);
        }
        finally
        {
            after();
        }
    }

    public Task<ContainerState?> FindAsync(string container, CancellationToken cancellationToken) =>
        engine.FindAsync(container, cancellationToken);

    public Task RemoveAsync(string container, CancellationToken cancellationToken) => engine.RemoveAsync(container, cancellationToken);

    public Task<IReadOnlyList<ContainerSummary>> ListAsync(
        IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken) => engine.ListAsync(labels, cancellationToken);

    public IAsyncEnumerable<ContainerEvent> WatchAsync(IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken) =>
        engine.WatchAsync(labels, cancellationToken);
}
