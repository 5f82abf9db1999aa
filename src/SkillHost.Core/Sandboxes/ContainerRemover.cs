using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SkillHost.Containers;

namespace SkillHost.Sandboxes;

/// <summary>Removes containers in the background, each under a deadline of its own, and knows which removals are under way.</summary>
internal sealed partial class ContainerRemover(
    IContainerEngine engine, LiveContainers live, TimeProvider time, ILogger<ContainerRemover> logger)
{
    private const int Attempts = 5;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DeathLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DestructionLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private readonly ConcurrentDictionary<Task, byte> _underWay = new();

    /// <summary>Begins to remove <paramref name="container"/>, if nobody has; returns at once.</summary>
    public void Begin(LiveContainer container)
    {
        if (Mark(container))
        {
            Track(Task.Run(() => RemoveAsync(container)));
        }
    }

    /// <summary>
    /// Ends a container <paramref name="after"/> a while by <paramref name="close"/>, which never fails: without its stream process 1 ends,
    /// and the engine then removes the container, with less work than it has when asked. It is asked where that does not happen.
    /// </summary>
    public void Begin(LiveContainer container, TimeSpan after, Func<Task> close)
    {
        bool first = Mark(container);
        Track(LaterAsync(() => Task.WhenAll(close(), first ? EndAsync(container) : Task.CompletedTask), after));
    }

    /// <summary>Counts <paramref name="work"/>, which never fails, among what <see cref="DrainAsync"/> waits for.</summary>
    public void Track(Task work)
    {
        // A continuation would wake another thread, which a call that has nothing to remove would pay for.
        if (work.IsCompleted)
        {
            return;
        }

        _underWay[work] = 0;
        work.ContinueWith(done => _underWay.TryRemove(done, out _), TaskScheduler.Default);
    }

    /// <summary>Does something on another thread, since whoever has it done has a result to give out.</summary>
    private static async Task LaterAsync(Func<Task> work, TimeSpan after)
    {
        if (after > TimeSpan.Zero)
        {
            await Task.Delay(after);
            await work();
        }
        else
        {
            await Task.Run(work);
        }
    }

    /// <summary>Completes when nothing is being removed.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (!_underWay.IsEmpty)
        {
            await Task.WhenAll(_underWay.Keys).WaitAsync(cancellationToken);
            await Task.Yield();
        }
    }

    /// <summary>Removes a container by name, once; false when the engine would not.</summary>
    public async Task<bool> TryRemoveAsync(string name)
    {
        using CancellationTokenSource deadline = new(Deadline, time);
        try
        {
            await engine.RemoveAsync(name, deadline.Token);
            return true;
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            Log.NotRemoved(logger, name, e);
            return false;
        }
    }

    private static bool Mark(LiveContainer container)
    {
        lock (container)
        {
            bool first = !container.Removing;
            container.Removing = true;
            return first;
        }
    }

    private async Task EndAsync(LiveContainer container)
    {
        await Task.WhenAny(container.Died, Task.Delay(DeathLimit));
        if (container.Died.IsCompleted)
        {
            await Task.WhenAny(container.Destroyed, Task.Delay(DestructionLimit));
        }

        await RemoveAsync(container);
    }

    private async Task RemoveAsync(LiveContainer container)
    {
        await container.Settled;
        if (container.Destroyed.IsCompleted)
        {
            live.Remove(container);
            return;
        }

        TimeSpan pause = FirstPause;
        for (int attempt = 1; !await TryRemoveAsync(container.Name); attempt++)
        {
            if (attempt == Attempts)
            {
                Log.LeftToSweeper(logger, container.Name, Attempts);
                break;
            }

            await Task.Delay(pause, time);
            pause *= 4;
        }

        live.Remove(container);
    }

    private static partial class Log
    {
        [LoggerMessage(6101, LogLevel.Debug, "Container {Container} could not be removed")]
        public static partial void NotRemoved(ILogger logger, string container, Exception exception);

        [LoggerMessage(
            6102, LogLevel.Warning, "Container {Container} could not be removed in {Attempts} attempts; the next sweep tries again")]
        public static partial void LeftToSweeper(ILogger logger, string container, int attempts);
    }
}
