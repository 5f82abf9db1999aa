using System.Buffers.Binary;
using SkillHost.Wire.Connections;
using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Wire;

/// <summary>
/// The host's end of a container's one stream. Everything from the other end is hostile: the first thing wrong ends the connection
/// with one <see cref="WireException"/>. Process 1 kills everything when the stream ends.
/// </summary>
public sealed class InitConnection : IAsyncDisposable
{
    internal const int ChannelsPerProcess = 5;
    internal const int BurstBytes = 1024;

    private readonly MuxConnection _mux;
    private readonly MuxStream _session;
    private readonly SessionReader _sessionReader;
    private readonly Action<uint, MuxStream>? _connected;
    private volatile bool _listens;
    private uint _lastToken;

    /// <summary>Speaks over <paramref name="transport"/>, which this object then owns. Usable before the container is started.</summary>
    public InitConnection(Stream transport, InitConnectionOptions? options = null)
    {
        options ??= new InitConnectionOptions();
        _connected = options.Connected;
        _mux = new MuxConnection(transport, MuxRole.Client, new MuxConnectionOptions
        {
            Limits = new MuxOptions { ReceiveWindowBytes = options.ReceiveWindowBytes },
            OwnThread = options.OwnThread,
            Accept = stream => _ = TakeAsync(stream),
            Accepts = () => _listens && _connected is not null,
        });
        lock (_mux.Gate)
        {
            _sessionReader = new SessionReader(options.NameRefused, _mux.ReadWhereWritten, _mux.Later);
            _session = OpenLocked(ChannelKind.Session, 0, _sessionReader);
        }
    }

    /// <summary>
    /// Completes when this end was disposed; fails with the one <see cref="WireException"/> when anything else ended the connection.
    /// </summary>
    public Task Completion => _mux.Completion;

    /// <summary>Bytes process 1 has not taken: at most 640 KiB, whatever it does.</summary>
    public int PendingBytes => _mux.PendingBytes;

    /// <summary>
    /// Starts a process. Throws <see cref="WireException"/> with <see cref="WireFailure.CannotStart"/> and a sentence when process 1
    /// cannot, and <see cref="ArgumentException"/> for what no process can be given. Cancelling kills what was started.
    /// </summary>
    public async Task<IRemoteProcess> StartAsync(ProcessStart start, CancellationToken cancellationToken)
    {
        var process = await BeginAsync(start, cancellationToken);
        try
        {
            await process.Started.WaitAsync(cancellationToken);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The same without waiting for the answer, so that what is to be done with the process can be got ready meanwhile: whether it runs is
    /// told by <see cref="IRemoteProcess.Started"/>.
    /// </summary>
    public async Task<IRemoteProcess> BeginAsync(ProcessStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start.Input.Length, MuxOptions.MaxFramePayload, nameof(start));
        var message = StartMessage.Encode(start);
        var token = NextToken();
        var files = start.Files is { } delivery ? await SendFilesAsync(token, delivery, cancellationToken) : null;
        var process = await QueueAsync(start, message, token, files, cancellationToken);
        try
        {
            var sent = process.StartSent;
            _mux.Flush();
            if (sent < message.Length)
            {
                await process.Control.WriteAsync(message.AsMemory(sent), cancellationToken);
            }

            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Makes process 1 end everything after <paramref name="deadline"/> from when it reads this, unless set again. Default none.
    /// </summary>
    public async Task SetDeadlineAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        await _session.WriteAsync(DeadlineMessage(deadline), cancellationToken);
    }

    /// <summary>
    /// The same, without waiting for anything: process 1 wakes up for it while the next thing to be said is got ready. Without effect on a
    /// connection that has ended.
    /// </summary>
    public void SendDeadline(TimeSpan deadline)
    {
        var message = DeadlineMessage(deadline);
        lock (_mux.Gate)
        {
            if (!_mux.Completion.IsCompleted && _session.SendLocked(message) < message.Length)
            {
                throw new WireException(WireFailure.Protocol, "The peer leaves no credit for a deadline.");
            }
        }
    }

    /// <summary>
    /// Makes process 1 take connections on the addresses of <paramref name="table"/> and on no others, from before anything that is
    /// started afterwards. Waits for no answer; process 1 ends everything when it cannot. An empty table refuses all from now on.
    /// </summary>
    public async Task ListenAsync(ListenTable table, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        var message = ListenMessage.Encode(table);
        _listens = table.Entries.Count > 0;
        await _session.WriteAsync(message, cancellationToken);
    }

    /// <summary>
    /// What the container has used so far. What its processes had written to standard output and error when process 1 read this comes
    /// before it, as far as there is credit. Throws <see cref="WireException"/>.
    /// </summary>
    public async Task<UsageSoFar> GetUsageAsync(CancellationToken cancellationToken)
    {
        Task<UsageSoFar> usage = AskUsage(0);
        _mux.Flush();
        return await usage.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// The same, told behind the next piece that <paramref name="process"/> writes to standard output, and asked together with whatever is
    /// sent next. Throws <see cref="WireException"/>, and <see cref="ArgumentException"/> for a process of another connection's.
    /// </summary>
    public Task<UsageSoFar> QueueUsage(IRemoteProcess process) => process is RemoteProcess { Token: var token }
        ? AskUsage(token)
        : throw new ArgumentException("The process is none of this connection's.", nameof(process));

    /// <summary>
    /// Has process 1 make a pair of sockets that could take the place of the transport; the number of the host's end among the
    /// descriptors of process 1, or minus the error. Once, and to be followed by <see cref="TakeLineAsync"/>. Throws
    /// <see cref="WireException"/>.
    /// </summary>
    public async Task<int> AskLineAsync(CancellationToken cancellationToken)
    {
        Task<int> answer = AskLine([0, 0, 0, 1, (byte)ProcessMessage.AskLine], ProcessMessage.Line, null);
        _mux.Flush();
        return await answer.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Moves to the host's end of that pair, which this object then owns, or stays with the transport, without one. It must be read like
    /// the transport: see <see cref="InitConnectionOptions.OwnThread"/>. When this fails, or is cancelled, the connection is of no use.
    /// </summary>
    public async Task TakeLineAsync(Stream? line, CancellationToken cancellationToken)
    {
        byte[] message = [0, 0, 0, 2, (byte)ProcessMessage.TakeLine, line is null ? (byte)0 : (byte)1];
        Task<int> answer = AskLine(message, ProcessMessage.LineTaken, line);
        _mux.Flush();
        await answer.WaitAsync(cancellationToken);
    }

    /// <summary>Time from here to process 1 and back.</summary>
    public Task<TimeSpan> PingAsync(CancellationToken cancellationToken) => _mux.PingAsync(cancellationToken);

    /// <summary>Closes the stream; process 1 then kills everything in its container and ends.</summary>
    public ValueTask DisposeAsync() => _mux.DisposeAsync();

    private Task<int> AskLine(ReadOnlySpan<byte> message, ProcessMessage answer, Stream? line)
    {
        lock (_mux.Gate)
        {
            if (_session.SendLocked(message) < message.Length)
            {
                throw new WireException(WireFailure.Protocol, "The peer leaves no credit for a question.");
            }

            if (line is not null)
            {
                _mux.WriteTo(line);
            }

            return _sessionReader.ExpectLine(answer);
        }
    }

    private Task<UsageSoFar> AskUsage(uint token)
    {
        Span<byte> message = stackalloc byte[MessageReader.PrefixBytes + 5];
        BinaryPrimitives.WriteInt32BigEndian(message, 5);
        message[MessageReader.PrefixBytes] = (byte)ProcessMessage.AskUsage;
        BinaryPrimitives.WriteUInt32BigEndian(message[(MessageReader.PrefixBytes + 1)..], token);
        lock (_mux.Gate)
        {
            return _session.SendLocked(message) == message.Length
                ? _sessionReader.ExpectUsage(token)
                : throw new WireException(WireFailure.Protocol, "The peer leaves no credit for a question.");
        }
    }

    private async Task<RemoteProcess> QueueAsync(
        ProcessStart start, byte[] message, uint token, MuxStream? files, CancellationToken cancellationToken)
    {
        try
        {
            await _mux.WaitForRoomAsync(start.Input.Length + BurstBytes, cancellationToken);
            return Begin(start, message, token, files);
        }
        catch when (files is not null)
        {
            await files.DisposeAsync();
            throw;
        }
    }

    private uint NextToken()
    {
        lock (_mux.Gate)
        {
            return ++_lastToken;
        }
    }

    /// <summary>Process 1 reads these before the start that follows, so that nobody has to wait for it.</summary>
    private async Task<MuxStream> SendFilesAsync(uint token, FileDelivery delivery, CancellationToken cancellationToken)
    {
        await _mux.WaitForRoomAsync(BurstBytes, cancellationToken);
        MuxStream files;
        lock (_mux.Gate)
        {
            if (_mux.Session.ChannelRoom < ChannelsPerProcess + 1)
            {
                throw new WireException(WireFailure.CannotStart, "too many processes are started in this container at once");
            }

            files = OpenLocked(ChannelKind.Files, token, null);
        }

        try
        {
            await FileFrames.SendAsync(files, delivery, cancellationToken);
            files.End();
            return files;
        }
        catch
        {
            await files.DisposeAsync();
            throw;
        }
    }

    private static byte[] DeadlineMessage(TimeSpan deadline)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(deadline, TimeSpan.Zero);
        var message = new byte[MessageReader.PrefixBytes + 9];
        BinaryPrimitives.WriteInt32BigEndian(message, 9);
        message[MessageReader.PrefixBytes] = (byte)ProcessMessage.SetDeadline;
        BinaryPrimitives.WriteInt64BigEndian(message.AsSpan(MessageReader.PrefixBytes + 1), (long)Math.Ceiling(deadline.TotalMilliseconds));
        return message;
    }

    /// <summary>Queues every channel of a process and its start in one go, so that one write carries them all.</summary>
    private RemoteProcess Begin(ProcessStart start, byte[] message, uint token, MuxStream? files)
    {
        lock (_mux.Gate)
        {
            if (_mux.Session.ChannelRoom < ChannelsPerProcess || _mux.Session.OutputRoom < start.Input.Length + BurstBytes)
            {
                throw new WireException(WireFailure.CannotStart, "too many processes are started in this container at once");
            }

            var input = OpenLocked(ChannelKind.Input, token, null);
            input.EndOnDispose = true;
            SendFirstInputLocked(input, start);
            var output = OpenReadOnlyLocked(ChannelKind.Output, token);
            var error = OpenReadOnlyLocked(ChannelKind.Error, token);
            var progress = start.Progress ? OpenReadOnlyLocked(ChannelKind.Progress, token) : null;
            var process = new RemoteProcess(_mux, input, output, error, progress, files) { Token = token };
            process.Control = OpenLocked(ChannelKind.Control, token, process);
            process.StartSent = process.Control.SendLocked(message);
            return process;
        }
    }

    /// <summary>Reads what a channel of process 1 is for; called under the connection's lock, and goes on elsewhere.</summary>
    private async Task TakeAsync(MuxStream stream)
    {
        try
        {
            var bytes = new byte[ChannelPreamble.Size];
            await stream.ReadExactlyAsync(bytes, CancellationToken.None);
            var preamble = ChannelPreamble.Read(bytes);
            if (preamble.Kind != ChannelKind.Connect || _connected is null)
            {
                throw new WireException(WireFailure.Protocol, $"The peer opened a {preamble.Kind} channel, wanted {ChannelKind.Connect}.");
            }

            _connected(preamble.Token, stream);
        }
        catch (WireException failure) when (failure.Failure == WireFailure.Protocol)
        {
            _mux.Fail(failure);
        }
        catch (Exception failure) when (failure is WireException or IOException or ObjectDisposedException)
        {
            await stream.DisposeAsync();
        }
    }

    private static void SendFirstInputLocked(MuxStream input, ProcessStart start)
    {
        // Fits always: the room was checked, and a new channel has credit for four times as much.
        input.SendLocked(start.Input.Span);
        if (start.EndInput)
        {
            input.EndLocked();
        }
    }

    private MuxStream OpenReadOnlyLocked(ChannelKind kind, uint token)
    {
        var stream = OpenLocked(kind, token, null);
        stream.EndLocked();
        return stream;
    }

    private MuxStream OpenLocked(ChannelKind kind, uint token, IMuxReader? reader)
    {
        Span<byte> preamble = stackalloc byte[ChannelPreamble.Size];
        new ChannelPreamble(kind, token).Write(preamble);
        var stream = _mux.OpenLocked(reader);
        stream.SendLocked(preamble);
        return stream;
    }
}
