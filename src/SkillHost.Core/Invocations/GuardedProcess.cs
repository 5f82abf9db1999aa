using SkillHost.Wire.Processes;

namespace SkillHost.Invocations;

/// <summary>A process out of whose output secrets are blacked out.</summary>
internal sealed class GuardedProcess(IRemoteProcess process, CallSecrets secrets) : IRemoteProcess
{
    /// <inheritdoc />
    public Stream Input => process.Input;

    /// <inheritdoc />
    public Stream Output { get; } = secrets.Guard(process.Output);

    /// <inheritdoc />
    public Stream Error { get; } = secrets.Guard(process.Error);

    /// <inheritdoc />
    public Stream Progress { get; } = secrets.Guard(process.Progress);

    /// <inheritdoc />
    public Stream Files => process.Files;

    /// <inheritdoc />
    public Task<ProcessExit> Exited => process.Exited;

    /// <inheritdoc />
    public ValueTask CompleteInputAsync(CancellationToken cancellationToken) => process.CompleteInputAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask SignalAsync(int signal, CancellationToken cancellationToken) => process.SignalAsync(signal, cancellationToken);

    /// <inheritdoc />
    public ValueTask KillTreeAsync(CancellationToken cancellationToken) => process.KillTreeAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => process.DisposeAsync();
}
