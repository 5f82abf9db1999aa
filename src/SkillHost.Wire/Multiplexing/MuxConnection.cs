namespace SkillHost.Wire.Multiplexing;

/// <summary>
/// A yamux session over any stream. One loop reads, whoever queues output writes it, and nobody waits for anybody else's channel.
/// The first failure ends everything with one <see cref="WireException"/>.
/// </summary>
public sealed partial class MuxConnection : IAsyncDisposable
{
    private readonly Stream _transport;
    private readonly TransportReader _reader;
    private readonly MuxConnectionOptions _options;
    private readonly MuxSession _session;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<uint, TaskCompletionSource> _pings = [];
    private readonly HashSet<MuxStream> _streams = [];
    private readonly List<MuxStream> _waitingForRoom = [];
    private readonly List<MuxStream> _answered = [];
    private readonly List<Action> _later = [];
    private TaskCompletionSource? _room;
    private readonly Task _reading;
    private byte[] _spare = [];
    private Stream _target;
    private Stream? _next;
    private Stream? _moved;
    private Task _flush = Task.CompletedTask;
    private bool _flushing;
    private int _underWay;
    private uint _nextPing;
    private WireException? _failure;
    private bool _disposed;

    /// <summary>Starts reading from <paramref name="transport"/>, which this object then owns.</summary>
    public MuxConnection(Stream transport, MuxRole role, MuxConnectionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(transport);
        _transport = _target = transport;
        _options = options ?? new MuxConnectionOptions();
        _session = new MuxSession(role, _options.Limits, new Handler(this));
        _reader = new TransportReader(transport, _options, Take, failure => Fail(failure));
        _reading = _reader.RunAsync(_closing.Token);
    }

    /// <summary>
    /// Completes when this end was disposed; fails with the one <see cref="WireException"/> when anything else ended the session.
    /// </summary>
    public Task Completion => _completion.Task;

    /// <summary>
    /// Bytes the peer has not taken. At most twice <see cref="MuxOptions.OutputBytes"/> plus <see cref="MuxOptions.ControlBytes"/>.
    /// </summary>
    public int PendingBytes
    {
        get
        {
            lock (_gate)
            {
                return _session.PendingBytes + _underWay;
            }
        }
    }

    /// <summary>Channels open now.</summary>
    public int ChannelCount
    {
        get
        {
            lock (_gate)
            {
                return _session.ChannelCount;
            }
        }
    }

    internal Lock Gate => _gate;

    internal MuxSession Session => _session;

    /// <summary>Opens a channel without waiting for the peer.</summary>
    public MuxStream Open()
    {
        MuxStream stream;
        lock (_gate)
        {
            stream = OpenLocked(null);
        }

        Flush();
        return stream;
    }

    /// <summary>Time from here to the peer and back.</summary>
    public async Task<TimeSpan> PingAsync(CancellationToken cancellationToken)
    {
        var pong = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var began = TimeProvider.System.GetTimestamp();
        uint value;
        lock (_gate)
        {
            ThrowIfFailed();
            value = _nextPing++;
            _pings.Add(value, pong);
            _session.Ping(value);
        }

        Flush();
        try
        {
            await pong.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_gate)
            {
                _pings.Remove(value);
            }
        }

        return TimeProvider.System.GetElapsedTime(began);
    }

    /// <summary>Ends the session; every channel fails, the transport is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        Fail(new WireException(WireFailure.Ended, "The connection was closed by this end."), disposing: true);
        await _transport.DisposeAsync();
        if (_moved is { } moved)
        {
            await moved.DisposeAsync();
        }

        await _reading;
        await _flush;
        _closing.Dispose();
    }

    /// <summary>Opens a channel; the caller holds <see cref="Gate"/> and calls <see cref="Flush"/> afterwards.</summary>
    internal MuxStream OpenLocked(IMuxReader? reader)
    {
        ThrowIfFailed();
        if (_session.ChannelRoom <= 0)
        {
            throw new WireException(
                WireFailure.CannotStart, $"{_session.ChannelCount} channels are open, wanted fewer than {_options.Limits.MaxChannels}.");
        }

        var channel = _session.Open(null);
        var stream = new MuxStream(this, channel, reader);
        channel.Owner = stream;
        _streams.Add(stream);
        return stream;
    }

    internal void ThrowIfFailed()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_failure is not null)
        {
            throw _failure;
        }
    }

    /// <summary>Waits until that many bytes can be queued; somebody else may still be quicker.</summary>
    internal async Task WaitForRoomAsync(int bytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                ThrowIfFailed();
                if (_session.OutputRoom >= bytes)
                {
                    return;
                }

                _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _room.Task;
            }

            await room.WaitAsync(cancellationToken);
        }
    }

    internal void WaitForRoom(MuxStream stream) => _waitingForRoom.Add(stream);

    /// <summary>Something has arrived for a reader that waits; the caller holds <see cref="Gate"/>.</summary>
    internal void Answer(MuxStream stream) => _answered.Add(stream);

    /// <summary>
    /// Does <paramref name="action"/>, under <see cref="Gate"/>, when readers have what arrived before; called from a reader's callback.
    /// </summary>
    internal void Later(Action action) => _later.Add(action);

    /// <summary>
    /// What is queued by now is the last that is written to the transport; what follows goes to <paramref name="stream"/>, which this
    /// object then owns. Once; the caller holds <see cref="Gate"/>.
    /// </summary>
    internal void WriteTo(Stream stream)
    {
        ThrowIfFailed();
        _next = _moved = stream;
    }

    /// <summary>
    /// The piece that is being taken is the last that the peer writes to the transport: reads go on where writes do. Called from a
    /// reader's callback.
    /// </summary>
    internal void ReadWhereWritten() =>
        _reader.MoveTo(_moved ?? throw new WireException(WireFailure.Protocol, "The peer took a line that it was not given."));

    /// <summary>The stream needs to hear of nothing any more; the caller holds <see cref="Gate"/>.</summary>
    internal void Forget(MuxStream stream) => _streams.Remove(stream);

    /// <summary>
    /// Writes what is queued, on this thread as far as the transport takes it at once. Never called with <see cref="Gate"/> held.
    /// </summary>
    internal void Flush()
    {
        lock (_gate)
        {
            if (_flushing || _failure is not null || _session.PendingBytes == 0)
            {
                return;
            }

            _flushing = true;
        }

        _flush = FlushAsync();
    }

    /// <summary>Fails everything once; later calls change nothing.</summary>
    internal void Fail(WireException failure, bool disposing = false)
    {
        lock (_gate)
        {
            _disposed |= disposing;
            if (_failure is not null)
            {
                return;
            }

            _failure = failure;
            foreach (var stream in _streams)
            {
                stream.OnFailed(failure);
            }

            foreach (var pong in _pings.Values)
            {
                pong.TrySetException(failure);
            }

            _streams.Clear();
            _waitingForRoom.Clear();
            _room?.TrySetResult();
            DoLater();
        }

        _closing.Cancel();
        if (disposing)
        {
            _completion.TrySetResult();
        }
        else
        {
            _completion.TrySetException(failure);
        }
    }

    private void DoLater()
    {
        foreach (var action in _later)
        {
            action();
        }

        _later.Clear();
    }

    private async Task FlushAsync()
    {
        try
        {
            while (TakeOutput(out var target) is { Count: > 0 } batch)
            {
                await target.WriteAsync(batch, _closing.Token);
                await target.FlushAsync(_closing.Token);
                _spare = batch.Array!; // not null: TakeOutput gave a filled block
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Fail(new WireException(WireFailure.Ended, "The stream to the peer ended while it was being written.", exception));
        }
    }

    private ArraySegment<byte> TakeOutput(out Stream target)
    {
        lock (_gate)
        {
            target = _target;
            _underWay = _failure is null ? _session.PendingBytes : 0;
            _flushing = _underWay > 0;
            if (!_flushing)
            {
                return [];
            }

            var batch = _session.TakeOutput(_spare);
            (_target, _next) = (_next ?? _target, null);
            WakeWriters();
            return batch;
        }
    }

    /// <summary>There is room again; the caller holds the gate.</summary>
    private void WakeWriters()
    {
        foreach (var stream in _waitingForRoom)
        {
            stream.OnWritable();
        }

        _waitingForRoom.Clear();
        _room?.TrySetResult();
        _room = null;
    }

    /// <summary>Deals with one read of the transport; false when nothing more is wanted.</summary>
    private bool Take(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            Fail(new WireException(WireFailure.Ended, "The stream from the peer ended."));
            return false;
        }

        if (!Receive(bytes))
        {
            return false;
        }

        Flush();
        AnswerReaders();
        return true;
    }

    private void AnswerReaders()
    {
        // Only this loop adds to the list, though under the gate.
        foreach (var stream in _answered)
        {
            stream.AnswerRead();
        }

        _answered.Clear();
        if (_later.Count > 0)
        {
            lock (_gate)
            {
                DoLater();
            }
        }
    }

    private bool Receive(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_failure is not null)
            {
                return false;
            }

            _session.Receive(bytes);
            return true;
        }
    }
}
