namespace SkillHost.Wire.Multiplexing;

/// <summary>
/// One end of a yamux session (hashicorp/yamux, spec.md, version 0) with no transport, clock or thread of its own: bytes go into
/// <see cref="Receive"/>, what is to be sent waits in <see cref="PendingOutput"/>. Not safe for concurrent use. A
/// <see cref="WireException"/> from any member means that the session is over.
/// </summary>
public sealed class MuxSession
{
    private readonly MuxOptions _options;
    private readonly IMuxHandler _handler;
    private readonly MuxOutput _output;
    private readonly MuxChannelTable _channels;
    private readonly MuxFrameReader _frames = new();
    private MuxChannel? _payloadChannel;
    private bool _payloadEnds;
    private int _queuedPongs;
    private int _idleFrames;
    private bool _peerGone;

    /// <summary>A session that begins.</summary>
    public MuxSession(MuxRole role, MuxOptions options, IMuxHandler handler)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ReceiveWindowBytes, MuxOptions.InitialWindowBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ReceiveWindowBytes, 16 << 20);
        _options = options;
        _handler = handler;
        _output = new MuxOutput(options);
        _channels = new MuxChannelTable(role, options);
    }

    /// <summary>Channels open now.</summary>
    public int ChannelCount => _channels.Count;

    /// <summary>Channels that can still be opened.</summary>
    public int ChannelRoom => _peerGone ? 0 : _channels.Room;

    /// <summary>Bytes waiting for the transport.</summary>
    public int PendingBytes => _output.Count;

    /// <summary>The bytes themselves; valid until the next call of any member.</summary>
    public ReadOnlySpan<byte> PendingOutput => _output.Pending;

    /// <summary>Bytes of payload the output takes before it is full.</summary>
    public int OutputRoom => _output.Room;

    /// <summary>The transport has taken <paramref name="count"/> bytes of <see cref="PendingOutput"/>.</summary>
    public void Sent(int count)
    {
        _output.Remove(count);
        if (_output.Count == 0)
        {
            _queuedPongs = 0;
        }
    }

    /// <summary>Hands over all output; <paramref name="spare"/> takes its place and must not be used by the caller any more.</summary>
    public ArraySegment<byte> TakeOutput(byte[] spare)
    {
        _queuedPongs = 0;
        return _output.Swap(spare);
    }

    /// <summary>Opens a channel with at least that receive window, asking nobody. Check <see cref="ChannelRoom"/> first.</summary>
    public MuxChannel Open(object? owner, int leastWindow = 0)
    {
        if (ChannelRoom <= 0)
        {
            throw new InvalidOperationException($"{_channels.Count} channels are open, wanted fewer than {_options.MaxChannels}.");
        }

        var channel = _channels.Add(owner);
        _idleFrames = 0;
        SendWindowUpdate(channel, MuxMarks.Syn, RaiseToWindow(channel, leastWindow));
        return channel;
    }

    /// <summary>Queues as much of <paramref name="data"/> as credit and output allow; returns how much.</summary>
    public int Send(MuxChannel channel, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(channel);
        var total = 0;
        while (data.Length > 0 && BeginSend(channel, data.Length) is { IsEmpty: false } target)
        {
            data[..target.Length].CopyTo(target);
            EndSend(channel, target.Length);
            data = data[target.Length..];
            total += target.Length;
        }

        return total;
    }

    /// <summary>
    /// Room for at most <paramref name="wanted"/> bytes of payload in the output itself, to be filled and handed to
    /// <see cref="EndSend"/>; empty when credit or output is used up or the channel is ended.
    /// </summary>
    public Span<byte> BeginSend(MuxChannel channel, int wanted)
    {
        ArgumentNullException.ThrowIfNull(channel);
        if (channel.Closed || channel.LocalEnded)
        {
            return [];
        }

        var allowed = Math.Min(channel.SendWindow, OutputRoom - MuxFrame.HeaderBytes);
        var size = (int)Math.Min(Math.Min(wanted, MuxOptions.MaxFramePayload), allowed);
        return size <= 0 ? [] : _output.Reserve(MuxFrame.HeaderBytes + size)[MuxFrame.HeaderBytes..];
    }

    /// <summary>Queues the first <paramref name="count"/> bytes of what <see cref="BeginSend"/> gave; 0 queues nothing.</summary>
    public void EndSend(MuxChannel channel, int count)
    {
        ArgumentNullException.ThrowIfNull(channel);
        if (count == 0)
        {
            return;
        }

        new MuxFrame(MuxFrameType.Data, MuxMarks.None, channel.Id, (uint)count).Write(_output.Reserve(MuxFrame.HeaderBytes + count));
        _output.Commit(MuxFrame.HeaderBytes + count);
        channel.SendWindow -= count;
        _idleFrames = 0;
    }

    /// <summary>
    /// The header of a frame whose <paramref name="count"/> bytes of payload the caller sends past this session, right behind it: once
    /// <see cref="PendingBytes"/> is 0 and before anything queued later. At most the channel's credit.
    /// </summary>
    public void WriteHeader(MuxChannel channel, int count, Span<byte> header)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, channel.SendWindow);
        new MuxFrame(MuxFrameType.Data, MuxMarks.None, channel.Id, (uint)count).Write(header);
        channel.SendWindow -= count;
        _idleFrames = 0;
    }

    /// <summary>
    /// Queues a short message whole, even when the output is full. Throws <see cref="WireException"/> when the peer has not taken
    /// what was sent before.
    /// </summary>
    public void SendUrgent(MuxChannel channel, ReadOnlySpan<byte> message)
    {
        ArgumentNullException.ThrowIfNull(channel);
        if (channel.Closed || channel.LocalEnded)
        {
            return;
        }

        var size = MuxFrame.HeaderBytes + message.Length;
        if (message.Length > channel.SendWindow || size > _output.ControlRoom)
        {
            throw Broken($"nothing that shows it has read {_output.Count} bytes: it has stopped reading");
        }

        message.CopyTo(_output.Reserve(size)[MuxFrame.HeaderBytes..]);
        EndSend(channel, message.Length);
    }

    /// <summary>Nothing more will be sent on <paramref name="channel"/>.</summary>
    public void End(MuxChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        if (channel.Closed || channel.LocalEnded)
        {
            return;
        }

        channel.LocalEnded = true;
        _output.Add(new MuxFrame(MuxFrameType.Data, MuxMarks.Fin, channel.Id, 0));
        ForgetIfEnded(channel);
    }

    /// <summary>Closes <paramref name="channel"/> at once in both directions.</summary>
    public void Reset(MuxChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        if (!channel.Closed)
        {
            _output.Add(new MuxFrame(MuxFrameType.WindowUpdate, MuxMarks.Rst, channel.Id, 0));
            _channels.Remove(channel);
        }
    }

    /// <summary>The reader is done with <paramref name="count"/> bytes; credit goes back to the peer in halves of a window.</summary>
    public void Consume(MuxChannel channel, int count)
    {
        ArgumentNullException.ThrowIfNull(channel);
        channel.Consumed += count;
        if (channel.Consumed >= _options.ReceiveWindowBytes / 2 && !channel.RemoteEnded && !channel.Closed)
        {
            var credit = channel.Consumed;
            channel.Consumed = 0;
            channel.ReceiveWindow += credit;
            SendWindowUpdate(channel, MuxMarks.None, credit);
        }
    }

    /// <summary>Asks for a pong that carries <paramref name="value"/>.</summary>
    public void Ping(uint value)
    {
        _idleFrames = 0;
        _output.Add(new MuxFrame(MuxFrameType.Ping, MuxMarks.Syn, 0, value));
    }

    /// <summary>Takes bytes from the peer, however they were split, and tells the handler what they mean.</summary>
    public void Receive(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_frames.PayloadLeft > 0)
            {
                DeliverPayload(_frames.TakePayload(ref bytes));
            }
            else if (_frames.TryReadHeader(ref bytes, out var frame))
            {
                Dispatch(frame);
            }
        }
    }

    private void Dispatch(in MuxFrame frame)
    {
        if (frame.Type == MuxFrameType.Data && frame.Length > 0)
        {
            _idleFrames = 0;
        }
        else if (frame is not { Type: MuxFrameType.Ping, Flags: MuxMarks.Syn } && ++_idleFrames > _options.MaxIdleFrames)
        {
            throw Broken($"{_idleFrames} frames in a row that carry nothing");
        }

        switch (frame.Type)
        {
            case MuxFrameType.Ping:
                DispatchPing(frame);
                break;
            case MuxFrameType.GoAway:
                frame.RequireSession();
                _peerGone = true;
                _handler.GoneAway(frame.Length);
                break;
            default:
                DispatchChannel(frame);
                break;
        }
    }

    private void DispatchPing(in MuxFrame frame)
    {
        frame.RequireSession();
        if (frame.Flags == MuxMarks.Ack)
        {
            _handler.Ponged(frame.Length);
            return;
        }

        if (frame.Flags != MuxMarks.Syn)
        {
            throw Broken($"a ping with flags 0x{(int)frame.Flags:x}");
        }

        if (++_queuedPongs > _options.MaxQueuedPongs)
        {
            throw Broken($"{_queuedPongs} pings without reading an answer, wanted at most {_options.MaxQueuedPongs}");
        }

        _output.Add(new MuxFrame(MuxFrameType.Ping, MuxMarks.Ack, 0, frame.Length));
    }

    private void DispatchChannel(in MuxFrame frame)
    {
        var channel = frame.Flags.HasFlag(MuxMarks.Syn) ? OpenByPeer(frame.Channel) : _channels.Find(frame.Channel);
        if (channel is not null && frame.Flags.HasFlag(MuxMarks.Rst))
        {
            _channels.Remove(channel);
            _handler.Reset(channel);
            channel = null;
        }

        if (frame.Type == MuxFrameType.WindowUpdate)
        {
            AddCredit(channel, frame.Length);
            EndByPeer(channel, frame.Flags.HasFlag(MuxMarks.Fin));
            return;
        }

        AcceptPayload(channel, frame);
    }

    private void AcceptPayload(MuxChannel? channel, in MuxFrame frame)
    {
        if (channel is null)
        {
            _channels.Discard(frame.Channel, frame.Length);
            _payloadChannel = null;
            _frames.ExpectPayload(frame.Length);
            return;
        }

        if (frame.Length > channel.ReceiveWindow)
        {
            throw Broken($"{frame.Length} bytes on channel {channel.Id}, wanted at most {channel.ReceiveWindow}");
        }

        if (channel.RemoteEnded && frame.Length > 0)
        {
            throw Broken($"{frame.Length} bytes on channel {channel.Id} after its end");
        }

        channel.ReceiveWindow -= frame.Length;
        if (frame.Length == 0)
        {
            EndByPeer(channel, frame.Flags.HasFlag(MuxMarks.Fin));
            return;
        }

        _payloadChannel = channel;
        _payloadEnds = frame.Flags.HasFlag(MuxMarks.Fin);
        _frames.ExpectPayload(frame.Length);
    }

    private void DeliverPayload(ReadOnlySpan<byte> data)
    {
        if (_payloadChannel is not { Closed: false } channel)
        {
            return;
        }

        _handler.Received(channel, data);
        if (_frames.PayloadLeft == 0)
        {
            EndByPeer(channel, _payloadEnds);
        }
    }

    private void AddCredit(MuxChannel? channel, uint credit)
    {
        if (channel is null || credit == 0)
        {
            return;
        }

        channel.AddCredit(credit);
        _handler.Writable(channel);
    }

    private MuxChannel? OpenByPeer(uint id)
    {
        var channel = _channels.NewOfPeer(id);
        if (_channels.Room <= 0 || !_handler.Opening(channel))
        {
            _channels.Refuse(channel);
            _output.Add(new MuxFrame(MuxFrameType.WindowUpdate, MuxMarks.Rst, id, 0));
            return null;
        }

        _channels.Accept(channel);
        SendWindowUpdate(channel, MuxMarks.Ack, RaiseToWindow(channel, 0));
        return channel;
    }

    private void EndByPeer(MuxChannel? channel, bool ends)
    {
        if (!ends || channel is null || channel.Closed || channel.RemoteEnded)
        {
            return;
        }

        channel.RemoteEnded = true;
        _handler.Ended(channel);
        ForgetIfEnded(channel);
    }

    private void ForgetIfEnded(MuxChannel channel)
    {
        if (channel.LocalEnded && channel.RemoteEnded)
        {
            _channels.Remove(channel);
        }
    }

    private int RaiseToWindow(MuxChannel channel, int least)
    {
        var raise = Math.Max(_options.ReceiveWindowBytes, least) - MuxOptions.InitialWindowBytes;
        channel.ReceiveWindow += raise;
        return raise;
    }

    private void SendWindowUpdate(MuxChannel channel, MuxMarks flags, long credit) =>
        _output.Add(new MuxFrame(MuxFrameType.WindowUpdate, flags, channel.Id, (uint)credit));

    internal static WireException Broken(string seen) => new(WireFailure.Protocol, $"The peer sent {seen}.");
}
