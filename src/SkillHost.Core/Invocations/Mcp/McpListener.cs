using SkillHost.Mcp;

namespace SkillHost.Invocations.Mcp;

/// <summary>
/// Hands what a server says during a call to the call's observer. A slow observer slows a server that is the call's own; of one that
/// serves others too it misses events instead.
/// </summary>
internal sealed class McpListener : IMcpListener
{
    private readonly EventSink _events;
    private readonly bool _own;
    private readonly EventCapture _stdout;
    private readonly EventCapture _stderr;
    private int _busy;

    public McpListener(EventSink events, long limit, bool all, bool own)
    {
        (_events, _own) = (events, own);
        _stdout = new EventCapture("stdout", limit, all, SendAsync);
        _stderr = new EventCapture("stderr", limit, all, SendAsync);
    }

    /// <summary>Lines on standard output that were no messages.</summary>
    public CapturedOutput Stdout => _stdout.Snapshot();

    /// <summary>Standard error and what was logged.</summary>
    public CapturedOutput Stderr => _stderr.Snapshot();

    /// <inheritdoc />
    public ValueTask ProgressAsync(double progress, double? total, string? message) =>
        SendAsync(new ProgressEvent(progress, total, message));

    /// <inheritdoc />
    public ValueTask ErrorAsync(ReadOnlyMemory<byte> bytes) => _stderr.AppendAsync(bytes);

    /// <inheritdoc />
    public ValueTask StrayAsync(ReadOnlyMemory<byte> line) => _stdout.AppendAsync(line);

    private ValueTask SendAsync(InvocationEvent e)
    {
        if (_own || !_events.IsOpen)
        {
            return _events.SendAsync(e);
        }

        if (Interlocked.Exchange(ref _busy, 1) == 0)
        {
            _ = SendThenReleaseAsync(e);
        }

        return ValueTask.CompletedTask;
    }

    private async Task SendThenReleaseAsync(InvocationEvent e)
    {
        try
        {
            await _events.SendAsync(e);
        }
        catch (ObjectDisposedException)
        {
            // The call is over.
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }
}
