namespace SkillHost.Docker.Transport;

/// <summary>The time one request has, tied to its caller's token.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;

    public Deadline(TimeSpan limit, TimeProvider time, CancellationToken caller)
    {
        Limit = limit;
        _caller = caller;
        _timer = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, caller);
    }

    public TimeSpan Limit { get; }

    /// <summary>Cancelled when the time is up or the caller gives up.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Whether the time was up before the caller gave up.</summary>
    public bool Passed => _timer.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Lifts the limit: what comes now may take as long as the caller likes.</summary>
    public void Lift() => _timer.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
