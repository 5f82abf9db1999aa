namespace SkillHost.Images.Building;

/// <summary>
/// Looks, while a build runs, at the space left where the engine on this machine keeps its data. The bound of a single file holds many of
/// them no better than one; this does.
/// </summary>
internal sealed class DiskWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenSource _done = new();
    private readonly Task _task;

    private DiskWatch(string? folder, long wanted, TimeProvider time, CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _task = folder == null || wanted == 0 || !Look(folder, wanted) ? Task.CompletedTask : WatchAsync(folder, wanted, time);
    }

    /// <summary>Ends the build: the caller's own token, or too little space.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Bytes that were free when that was too little; null as long as it is enough.</summary>
    public long? Low { get; private set; }

    /// <summary>Looks at once, and from then on. A null <paramref name="folder"/>, or one that cannot be seen, is not watched.</summary>
    public static DiskWatch Start(string? folder, long wanted, TimeProvider time, CancellationToken cancellationToken) =>
        new(folder, wanted, time, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _task;
        _done.Dispose();
        _stop.Dispose();
    }

    private async Task WatchAsync(string folder, long wanted, TimeProvider time)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_done.Token) && Look(folder, wanted))
            {
            }
        }
        catch (OperationCanceledException)
        {
            // The build is over.
        }
    }

    // Returns whether to look again.
    private bool Look(string folder, long wanted)
    {
        try
        {
            long free = new DriveInfo(folder).AvailableFreeSpace;
            if (free >= wanted)
            {
                return true;
            }

            Low = free;
            _stop.Cancel();
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // An engine in a virtual machine keeps its data where this host cannot look.
            return false;
        }
    }
}
