using SkillHost.Sandboxes;
using SkillHost.Wire.Processes;

namespace SkillHost.Invocations;

/// <summary>A sandbox out of whose processes' output secrets are blacked out.</summary>
internal sealed class GuardedSandbox(ISandbox sandbox, CallSecrets secrets) : ISandbox
{
    /// <inheritdoc />
    public Task<SandboxEnd> Ended => sandbox.Ended;

    /// <inheritdoc />
    public IAsyncDisposable? Prepared => sandbox.Prepared;

    /// <inheritdoc />
    public async Task<IRemoteProcess> StartAsync(ProcessStart start, CancellationToken cancellationToken) =>
        new GuardedProcess(await sandbox.StartAsync(start, cancellationToken), secrets);

    /// <inheritdoc />
    public IDisposable TakeConnections(IConnectionTaker taker) => sandbox.TakeConnections(taker);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => sandbox.DisposeAsync();
}
