using Microsoft.Extensions.Logging;
using SkillHost.Containers;

namespace SkillHost.Sandboxes;

/// <summary>Listens to the engine's events about this host's containers, on one connection that it makes again when it breaks.</summary>
internal sealed partial class EngineWatcher(
    IContainerEngine engine, HostIdentity identity, LiveContainers live, TimeProvider time,
    ILogger<EngineWatcher> logger) : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task? _watching;
    private int _disposed;

    /// <summary>Begins to listen; more than once is harmless.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _watching ??= _disposed == 1 ? Task.CompletedTask : Task.Run(() => WatchAsync(_stop.Token));
        }
    }

    /// <summary>For hosts that are disposed of synchronously, which leaves nothing but to wait.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _stop.CancelAsync();
            await (_watching ?? Task.CompletedTask);
            _stop.Dispose();
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                Dictionary<string, string> labels = new() { [SandboxLabels.Owner] = identity.Get().ToString() };
                await foreach (ContainerEvent e in engine.WatchAsync(labels, cancellationToken))
                {
                    live.FindById(e.Id)?.Note(e.Action);
                }

                await Task.Delay(Pause, time, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is EngineException or OperationCanceledException or IOException or UnauthorizedAccessException)
            {
                Log.Lost(logger, e);
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6201, LogLevel.Debug, "The engine's events ended; listening again")]
        public static partial void Lost(ILogger logger, Exception exception);
    }
}
