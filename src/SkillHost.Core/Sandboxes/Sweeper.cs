using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillHost.Containers;

namespace SkillHost.Sandboxes;

/// <summary>
/// Removes what hosts of this state folder left on the engine: at the start and from time to time, from the engine's own list.
/// Containers of hosts that live, and of other state folders, are never touched.
/// </summary>
internal sealed partial class Sweeper(
    IContainerEngine engine,
    HostIdentity identity,
    LiveContainers live,
    ContainerRemover remover,
    IOptions<SandboxOptions> options,
    TimeProvider time,
    ILogger<Sweeper> logger) : ISweeper, IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly Dictionary<string, string> Ours = new() { [SandboxLabels.Kind] = "", [SandboxLabels.Owner] = "" };
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task? _sweeping;
    private int _disposed;

    /// <summary>Sweeps now, in the background, and then at every interval; more than once is harmless.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _sweeping ??= _disposed == 1 ? Task.CompletedTask : Task.Run(() => SweepOnAndOnAsync(_stop.Token));
        }
    }

    /// <summary>For hosts that are disposed of synchronously, which leaves nothing but to wait.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // The container of services disposes what it knows under two names twice.
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await _stop.CancelAsync();
            await (_sweeping ?? Task.CompletedTask);
            _stop.Dispose();
        }
    }

    /// <inheritdoc />
    public async Task<int> SweepAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(Deadline, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        HashSet<string> needed = [];
        int removed = 0;
        foreach (ContainerSummary summary in await engine.ListAsync(Ours, either.Token))
        {
            // The name decides, since an image can plant a label but not a name; the label has to agree.
            if (ContainerName.Parse(summary.Name) is { } name
                && summary.Labels.GetValueOrDefault(SandboxLabels.Owner) == name.Owner.ToString()
                && SandboxLabels.Kinds.Contains(summary.Labels.GetValueOrDefault(SandboxLabels.Kind))
                && IsAbandoned(name, summary.Name))
            {
                if (time.GetUtcNow() - summary.CreatedAt < age)
                {
                    needed.Add(name.Owner.HostId);
                    continue;
                }

                bool gone = await remover.TryRemoveAsync(summary.Name);
                removed += gone ? 1 : 0;
                needed.Add(gone ? "" : name.Owner.HostId);
            }
        }

        identity.ForgetDead(needed);
        if (removed > 0)
        {
            Log.Swept(logger, removed);
        }

        return removed;
    }

    private async Task SweepOnAndOnAsync(CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(options.Value.SweepInterval, time);
        do
        {
            try
            {
                await SweepAsync(TimeSpan.Zero, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // A background loop that must outlive any one fault; the next round tries again.
                Log.NotSwept(logger, e);
            }
        }
        while (await NextAsync(timer, cancellationToken));
    }

    private bool IsAbandoned(ContainerName name, string text)
    {
        HostOwner us = identity.Get();
        if (name.Owner.StateId != us.StateId)
        {
            return false;
        }

        if (name.Owner.HostId != us.HostId)
        {
            return !identity.IsAlive(name.Owner.HostId);
        }

        return live.Find(text) is not { } container || container.ExpiresAt < time.GetTimestamp();
    }

    private static async ValueTask<bool> NextAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6301, LogLevel.Information, "Removed {Count} containers that an earlier host had left")]
        public static partial void Swept(ILogger logger, int count);

        [LoggerMessage(6302, LogLevel.Warning, "What earlier hosts left on the engine could not be swept")]
        public static partial void NotSwept(ILogger logger, Exception exception);
    }
}
