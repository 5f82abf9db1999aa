using SkillHost.Wire.Processes;

namespace SkillHost.Sandboxes.Held;

/// <summary>
/// A process in a container that goes on after it. Given up before its end, it is killed with everything it started, and given up when
/// that is known to have worked.
/// </summary>
internal sealed class LeasedProcess(IRemoteProcess inner) : IRemoteProcess
{
    /// <inheritdoc />
    public Stream Input => inner.Input;

    /// <inheritdoc />
    public Stream Output => inner.Output;

    /// <inheritdoc />
    public Stream Error => inner.Error;

    /// <inheritdoc />
    public Stream Progress => inner.Progress;

    /// <inheritdoc />
    public Stream Files => inner.Files;

    /// <inheritdoc />
    public Task<ProcessExit> Exited => inner.Exited;

    /// <inheritdoc />
    public ValueTask CompleteInputAsync(CancellationToken cancellationToken) => inner.CompleteInputAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask SignalAsync(int signal, CancellationToken cancellationToken) => inner.SignalAsync(signal, cancellationToken);

    /// <inheritdoc />
    public ValueTask KillTreeAsync(CancellationToken cancellationToken) => inner.KillTreeAsync(cancellationToken);

    /// <summary>Gives up a process that has ended; of another, the lease sees to the end.</summary>
    public ValueTask DisposeAsync() => inner.Exited.IsCompleted ? inner.DisposeAsync() : ValueTask.CompletedTask;

    /// <summary>Sees to its end. False when that could not be brought about in time.</summary>
    public async Task<bool> EndAsync(TimeSpan patience, TimeProvider time)
    {
        using CancellationTokenSource limit = new(patience, time);
        try
        {
            if (!inner.Exited.IsCompleted)
            {
                await inner.KillTreeAsync(limit.Token);
            }

            await inner.Exited.WaitAsync(limit.Token);
            return true;
        }
        catch (Exception e) when (e is Wire.WireException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            return false;
        }
        finally
        {
            await inner.DisposeAsync();
        }
    }
}
