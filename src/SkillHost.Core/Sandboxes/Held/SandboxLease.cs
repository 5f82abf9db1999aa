using SkillHost.Wire.Processes;

namespace SkillHost.Sandboxes.Held;

/// <summary>A call's use of a container that goes on after it. Disposing ends what the call started, and then the call's turn.</summary>
internal sealed class SandboxLease(
    Sandbox sandbox, SandboxKind kind, ContainerRemover remover, TimeProvider time, Action<bool> release) : ISandbox
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly List<LeasedProcess> _processes = [];
    private int _disposed;

    /// <inheritdoc />
    public Task<SandboxEnd> Ended => sandbox.Ended;

    /// <inheritdoc />
    public IAsyncDisposable? Prepared => sandbox.Prepared;

    /// <inheritdoc />
    public SandboxKind Kind => kind;

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
                release(true);
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
        release(ended.All(right => right) || !sandbox.IsOpen);
    }
}
