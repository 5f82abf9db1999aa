using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillHost.Sandboxes.Held;
using SkillHost.Sandboxes.Pools;

namespace SkillHost.Sandboxes;

/// <summary>
/// Begins and ends the room's background work with the host. When it stops: no new calls, a grace for those under way, then nothing is
/// left.
/// </summary>
internal sealed partial class SandboxKeeper(
    Admission admission,
    LiveContainers live,
    ContainerRemover remover,
    EngineWatcher watcher,
    Sweeper sweeper,
    CallGroups groups,
    WarmPools pools,
    HeldSandboxes held,
    IOptions<SandboxOptions> options,
    TimeProvider time,
    ILogger<SandboxKeeper> logger) : IHostedService, IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan DrainDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        watcher.Start();
        sweeper.Start();
        pools.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        admission.Close();
        held.Close();
        await pools.StopAsync();
        long begun = time.GetTimestamp();
        while (live.All.Any(container => !container.Removing)
            && time.GetElapsedTime(begun) < options.Value.StopGrace && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Poll, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await RemoveAllAsync();
    }

    /// <summary>For hosts that are disposed of synchronously, which leaves nothing but to wait.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        admission.Close();
        held.Close();
        await pools.StopAsync();
        await RemoveAllAsync();
        groups.Dispose();
    }

    private async Task RemoveAllAsync()
    {
        foreach (LiveContainer container in live.All)
        {
            remover.Begin(container);
        }

        using CancellationTokenSource deadline = new(DrainDeadline, time);
        try
        {
            await remover.DrainAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            Log.NotDrained(logger, live.All.Count());
        }
    }

    private static partial class Log
    {
        [LoggerMessage(6501, LogLevel.Warning, "{Count} containers may be left; the next host sweeps them")]
        public static partial void NotDrained(ILogger logger, int count);
    }
}
