using System.Threading.Tasks.Sources;

namespace SkillHost.Wire.Multiplexing;

/// <summary>One channel as a stream: one reader and one writer at a time, asynchronous only. Disposing resets what is not ended.</summary>
public sealed class MuxStream : Stream, IValueTaskSource<int>
{
    private readonly MuxConnection _connection;
    private readonly MuxChannel _channel;
    private readonly IMuxReader? _reader;
    private readonly ReceiveQueue _received = new();
    private ManualResetValueTaskSourceCore<int> _read = new() { RunContinuationsAsynchronously = true };
    private Memory<byte> _target;
    private int _filled;
    private bool _reading;
    private CancellationTokenRegistration _readCancellation;
    private TaskCompletionSource? _writable;
    private bool _remoteEnded;
    private bool _disposed;
    private WireException? _failure;

    internal MuxStream(MuxConnection connection, MuxChannel channel, IMuxReader? reader)
    {
        _connection = connection;
        _channel = channel;
        _reader = reader;
    }

    /// <summary>Whether disposing ends this end's half only, as a pipe does. Default no: it resets the channel.</summary>
    public bool EndOnDispose { get; set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// Reads what is there, waiting for the first byte. What follows a read that had to wait runs on the thread that reads the transport,
    /// and so holds up every channel for as long as it takes: it must not block.
    /// </summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int count;
        lock (_connection.Gate)
        {
            if (_reading)
            {
                throw new InvalidOperationException("Another read of this channel is under way.");
            }

            if (_received.Count == 0 && buffer.Length > 0 && !EndOfInput())
            {
                return WaitForData(buffer, cancellationToken);
            }

            count = _received.Take(buffer.Span);
            _connection.Session.Consume(_channel, count);
        }

        if (count > 0)
        {
            _connection.Flush();
        }

        return new ValueTask<int>(count);
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task writable;
            lock (_connection.Gate)
            {
                buffer = buffer[SendLocked(buffer.Span)..];
                writable = buffer.IsEmpty ? Task.CompletedTask : WaitForCredit();
            }

            _connection.Flush();
            if (buffer.IsEmpty)
            {
                return;
            }

            await writable.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Ends this end's half; the peer reads end of file after what was written.</summary>
    public void End()
    {
        lock (_connection.Gate)
        {
            if (_failure is null)
            {
                EndLocked();
            }
        }

        _connection.Flush();
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A channel is read asynchronously.");

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("A channel is written asynchronously.");

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    int IValueTaskSource<int>.GetResult(short token)
    {
        _readCancellation.Dispose();
        return _read.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _read.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);

    /// <summary>Queues what fits; the caller holds the gate and flushes.</summary>
    internal int SendLocked(ReadOnlySpan<byte> data)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_failure is not null)
        {
            throw _failure;
        }

        if (_channel.LocalEnded)
        {
            throw new InvalidOperationException("This half of the channel was ended.");
        }

        return _connection.Session.Send(_channel, data);
    }

    internal void EndLocked()
    {
        _connection.Session.End(_channel);
        ForgetIfClosed();
    }

    internal void OnReceived(ReadOnlySpan<byte> data)
    {
        if (_reader is not null)
        {
            _connection.Session.Consume(_channel, data.Length);
            _reader.Received(data);
            return;
        }

        if (_reading && _received.Count == 0)
        {
            var count = Math.Min(data.Length, _target.Length - _filled);
            data[..count].CopyTo(_target.Span[_filled..]);
            data = data[count..];
            if (_filled == 0)
            {
                _connection.Answer(this);
            }

            _filled += count;
            _connection.Session.Consume(_channel, count);
        }

        _received.Append(data);
    }

    /// <summary>Gives a waiting reader what has arrived for it. Called without the gate, on the thread that reads the transport.</summary>
    internal void AnswerRead()
    {
        int count;
        lock (_connection.Gate)
        {
            // The read that was to be answered may have been cancelled in between; one that came after it still has nothing.
            if (!_reading || _filled == 0)
            {
                return;
            }

            count = TakeRead();
        }

        // Another thread would only have to be woken for it.
        _read.RunContinuationsAsynchronously = false;
        _read.SetResult(count);
    }

    internal void OnEnded()
    {
        _remoteEnded = true;
        _reader?.Ended(null);
        CompleteRead(null);
        if (_channel.LocalEnded)
        {
            _connection.Forget(this);
        }
    }

    internal void OnFailed(WireException failure)
    {
        _failure ??= failure;
        _reader?.Ended(failure);
        CompleteRead(failure);
        OnWritable();
    }

    internal void OnWritable()
    {
        _writable?.TrySetResult();
        _writable = null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_connection.Gate)
            {
                CloseLocked();
            }

            _connection.Flush();
        }

        base.Dispose(disposing);
    }

    private void CloseLocked()
    {
        if (_disposed)
        {
            return;
        }

        if (EndOnDispose && _failure is null)
        {
            EndLocked();
            _disposed = true;
            return;
        }

        _disposed = true;
        if (_failure is null)
        {
            _connection.Session.Reset(_channel);
            _connection.Forget(this);
        }

        CompleteRead(new ObjectDisposedException(nameof(MuxStream)));

        _received.Clear();
        OnWritable();
    }

    private bool EndOfInput()
    {
        ObjectDisposedException.ThrowIf(_disposed && !EndOnDispose, this);
        if (_remoteEnded)
        {
            return true;
        }

        return _failure is null ? false : throw _failure;
    }

    private ValueTask<int> WaitForData(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        _read.Reset();
        _target = buffer;
        _reading = true;
        _readCancellation = cancellationToken.UnsafeRegister(
            static (state, token) => ((MuxStream)state!).CancelRead(token), this); // never null: passed here
        return new ValueTask<int>(this, _read.Version);
    }

    private void CancelRead(CancellationToken cancellationToken)
    {
        lock (_connection.Gate)
        {
            CompleteRead(new OperationCanceledException(cancellationToken));
        }
    }

    /// <summary>Ends a read that waits: with what has arrived for it, or else with nothing or the exception.</summary>
    private void CompleteRead(Exception? exception)
    {
        if (!_reading)
        {
            return;
        }

        var count = TakeRead();
        _read.RunContinuationsAsynchronously = true;
        if (exception is null || count > 0)
        {
            _read.SetResult(count);
        }
        else
        {
            _read.SetException(exception);
        }
    }

    private int TakeRead()
    {
        var count = _filled;
        _reading = false;
        _target = default;
        _filled = 0;
        return count;
    }

    private Task WaitForCredit()
    {
        _writable ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connection.WaitForRoom(this);
        return _writable.Task;
    }

    private void ForgetIfClosed()
    {
        if (_channel.Closed)
        {
            _connection.Forget(this);
        }
    }
}
