namespace SkillHost.Wire.Multiplexing;

/// <summary>Reads a transport to its end, asynchronously or on a thread of its own.</summary>
/// <param name="transport">The transport.</param>
/// <param name="options">How much at once, and where.</param>
/// <param name="take">Deals with one piece, empty at the end; false ends the reading.</param>
/// <param name="fail">Takes what ended it otherwise.</param>
internal sealed class TransportReader(
    Stream transport, MuxConnectionOptions options, TransportReader.Taker take, Action<WireException> fail)
{
    private const int ThreadStackBytes = 512 * 1024;

    private readonly byte[] _buffer = new byte[options.ReadBytes];
    private Stream _source = transport;

    /// <summary>Takes bytes that were read.</summary>
    public delegate bool Taker(ReadOnlySpan<byte> bytes);

    /// <summary>Reads from there as soon as <see cref="Taker"/>, which calls this, has returned.</summary>
    public void MoveTo(Stream source) => _source = source;

    /// <summary>Completes when nothing more will be taken; never fails.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        options.OwnThread ? RunOnThread() : Task.Run(() => ReadAsync(cancellationToken), CancellationToken.None);

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (Take(await _source.ReadAsync(_buffer, cancellationToken)))
            {
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            fail(Explain(exception));
        }
    }

    /// <summary>Waking the thread pool for every piece would cost more than the piece.</summary>
    private Task RunOnThread()
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => ReadBlocking(ended), ThreadStackBytes) { IsBackground = true, Name = "stream reader" }.Start();
        return ended.Task;
    }

    private void ReadBlocking(TaskCompletionSource ended)
    {
        try
        {
            while (Take(_source.Read(_buffer)))
            {
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            fail(Explain(exception));
        }
        finally
        {
            ended.SetResult();
        }
    }

    private bool Take(int count) => take(_buffer.AsSpan(0, count));

    private static WireException Explain(Exception exception) => exception as WireException
        ?? new WireException(WireFailure.Ended, "The stream from the peer ended while it was being read.", exception);
}
