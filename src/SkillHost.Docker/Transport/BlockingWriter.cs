namespace SkillHost.Docker.Transport;

/// <summary>
/// A thread that waits for a peer to take bytes, kept for the next time. One write at a time; what follows a write runs on that thread,
/// and a write made there needs no other.
/// </summary>
/// <param name="send">Sends all of it, blocking.</param>
internal sealed class BlockingWriter(Action<ReadOnlyMemory<byte>, CancellationToken> send) : IDisposable
{
    private const int StackBytes = 256 * 1024;

    private readonly SemaphoreSlim _wanted = new(0);
    private Thread? _thread;
    private ReadOnlyMemory<byte> _buffer;
    private CancellationToken _cancellation;
    private TaskCompletionSource? _written;
    private bool _closed;

    /// <summary>Sends <paramref name="buffer"/>; fails as sending does.</summary>
    public Task WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        if (Thread.CurrentThread == _thread)
        {
            send(buffer, cancellationToken);
            return Task.CompletedTask;
        }

        TaskCompletionSource written = new();
        (_buffer, _cancellation, _written) = (buffer, cancellationToken, written);
        if (_thread is null)
        {
            _thread = new Thread(Run, StackBytes) { IsBackground = true, Name = "stream writer" };
            _thread.Start();
        }

        _wanted.Release();
        return written.Task;
    }

    /// <summary>Ends the thread once it has nothing to do. Again does nothing.</summary>
    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _closed, true))
        {
            _wanted.Release();
        }
    }

    private void Run()
    {
        while (true)
        {
            _wanted.Wait();
            if (_written is { } written)
            {
                _written = null;
                Write(written);
            }
            else if (Volatile.Read(ref _closed))
            {
                _wanted.Dispose();
                return;
            }
        }
    }

    private void Write(TaskCompletionSource written)
    {
        try
        {
            send(_buffer, _cancellation);
        }
        catch (Exception fault)
        {
            // Whatever it is, whoever waits for the write is told.
            written.SetException(fault);
            return;
        }

        written.SetResult();
    }
}
