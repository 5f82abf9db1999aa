using Microsoft.Extensions.Logging;

namespace SkillHost.Invocations;

/// <summary>
/// Hands events to a call's observer one at a time and waits for it, so that a slow one slows the function. An observer that fails is
/// told no more; the call goes on.
/// </summary>
internal sealed partial class EventSink(
    Func<InvocationEvent, CancellationToken, ValueTask>? observer, string invocationId, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly CancellationTokenSource _closed = new();
    private Func<InvocationEvent, CancellationToken, ValueTask>? _observer = observer;

    /// <summary>Whether anybody listens.</summary>
    public bool IsOpen => _observer is not null;

    /// <summary>Hands over one event; returns when the observer is done with it, or the sink is closed.</summary>
    public async ValueTask SendAsync(InvocationEvent e)
    {
        if (_observer is null)
        {
            return;
        }

        try
        {
            await _one.WaitAsync(_closed.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        try
        {
            // Task.Run: an observer that blocks must not hold up whoever reads the stream. WaitAsync: one that ignores the token must not
            // hold up the call's end.
            await Task.Run(() => _observer?.Invoke(e, _closed.Token).AsTask() ?? Task.CompletedTask).WaitAsync(_closed.Token);
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            _observer = null;
        }
        catch (Exception failure)
        {
            // The observer's own code: whatever it throws, the call is not to blame.
            _observer = null;
            Log.ObserverFailed(logger, invocationId, failure);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Sends no more, and lets go of an observer that is still busy.</summary>
    public void Close()
    {
        _observer = null;
        _closed.Cancel();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Close();
        _closed.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(7401, LogLevel.Warning, "The observer of call {InvocationId} failed and gets no more events")]
        public static partial void ObserverFailed(ILogger logger, string invocationId, Exception exception);
    }
}
