using SkillHost.Wire.Processes;

namespace SkillHost.Sandboxes.Held;

/// <summary>A call's use of a container that goes on after it. Disposing ends what the call started, and then the call's turn.</summary>
internal sealed class SandboxLease(
    Sandbox sandbox, SandboxKind kind, ContainerRemover remover, TimeProvider time, Action<string?> release) : ISandbox
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly List<LeasedProcess> _processes = [];
    private string? _condemned;
    private int _disposed;

    /// <inheritdoc />
    public Task<SandboxEnd> Ended => sandbox.Ended;

    /// <inheritdoc />
    public IPrepared? Prepared => sandbox.Prepared;

    /// <inheritdoc />
    public SandboxKind Kind => kind;

    /// <inheritdoc />
    public bool Outlives => true;

    /// <inheritdoc />
    public IDisposable TakeConnections(IConnectionTaker taker) => sandbox.TakeConnections(taker);

    /// <inheritdoc />
    public Task<UsageSoFar?> GetUsageAsync(CancellationToken cancellationToken) => sandbox.GetUsageAsync(cancellationToken);

    /// <inheritdoc />
    public Task<UsageSoFar?> UsageWithOutputAsync(IRemoteProcess process) =>
        sandbox.UsageWithOutputAsync(process);

    /// <inheritdoc />
    public void Condemn(string reason) => _condemned = reason;

    /// <inheritdoc />
    public async Task<IRemoteProcess> StartAsync(ProcessStart start, CancellationToken cancellationToken)
    {
        LeasedProcess process = new(await sandbox.StartAsync(start, cancellationToken));
        _processes.Add(process);
        return process;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            if (_processes.TrueForAll(process => process.Exited.IsCompletedSuccessfully))
            {
                release(_condemned);
            }
            else
            {
                remover.Track(EndAsync());
            }
        }

        return ValueTask.CompletedTask;
    }

    private async Task EndAsync()
    {
        bool[] ended = await Task.WhenAll(_processes.Select(process => process.EndAsync(Patience, time)));
        release(_condemned ?? (ended.All(right => right) ? null : "a call in it could not be stopped"));
    }
}
