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
    private readonly Dictionary<uint, MuxChannel> _channels = [];
    private readonly MuxFrameReader _frames = new();
    private readonly uint _localParity;
    private uint _nextId;
    private uint _lastPeerId;
    private MuxChannel? _payloadChannel;
    private bool _payloadEnds;
    private long _grace;
    private int _refusals;
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
        _output = new MuxOutput(options.OutputBytes + options.ControlBytes);
        _localParity = role == MuxRole.Client ? 1u : 0u;
        _nextId = role == MuxRole.Client ? 1u : 2u;
    }

    /// <summary>Channels open now.</summary>
    public int ChannelCount => _channels.Count;

    /// <summary>Whether another channel can be opened.</summary>
    public bool CanOpen => !_peerGone && _channels.Count < _options.MaxChannels && _nextId < uint.MaxValue - 2;

    /// <summary>Bytes waiting for the transport.</summary>
    public int PendingBytes => _output.Count;

    /// <summary>The bytes themselves; valid until the next call of any member.</summary>
    public ReadOnlySpan<byte> PendingOutput => _output.Pending;

    /// <summary>Bytes of payload the output takes before it is full.</summary>
    public int OutputRoom => Math.Max(0, _options.OutputBytes - _output.Count);

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

    /// <summary>Opens a channel, asking the peer for nothing. Check <see cref="CanOpen"/> first.</summary>
    public MuxChannel Open(object? owner)
    {
        if (!CanOpen)
        {
            throw new InvalidOperationException($"{_channels.Count} channels are open, wanted fewer than {_options.MaxChannels}.");
        }

        var channel = new MuxChannel(_nextId, owner);
        _nextId += 2;
        _channels.Add(channel.Id, channel);
        _idleFrames = 0;
        SendWindowUpdate(channel, MuxMarks.Syn, RaiseToWindow(channel));
        return channel;
    }

    /// <summary>Queues as much of <paramref name="data"/> as credit and output allow; returns how much.</summary>
    public int Send(MuxChannel channel, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(channel);
        var total = 0;
        while (data.Length > 0)
        {
            var target = BeginSend(channel, data.Length);
            if (target.IsEmpty)
            {
                break;
            }

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

        var size = (int)Math.Min(Math.Min(wanted, MuxOptions.MaxFramePayload), Math.Min(channel.SendWindow, OutputRoom - MuxFrame.HeaderBytes));
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
        if (message.Length > channel.SendWindow || _output.Count + size > _options.OutputBytes + _options.ControlBytes)
        {
            throw Broken($"nothing for {_output.Count} bytes: it has stopped reading");
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
        SendControl(new MuxFrame(MuxFrameType.Data, MuxMarks.Fin, channel.Id, 0));
        ForgetIfEnded(channel);
    }

    /// <summary>Closes <paramref name="channel"/> at once in both directions.</summary>
    public void Reset(MuxChannel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        if (!channel.Closed)
        {
            SendControl(new MuxFrame(MuxFrameType.WindowUpdate, MuxMarks.Rst, channel.Id, 0));
            Forget(channel);
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
        SendControl(new MuxFrame(MuxFrameType.Ping, MuxMarks.Syn, 0, value));
    }

    /// <summary>Says that the session ends: 0 normally, 1 for a broken protocol, 2 for an error of this end's own.</summary>
    public void GoAway(uint reason) => SendControl(new MuxFrame(MuxFrameType.GoAway, MuxMarks.None, 0, reason));

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
                RequireSession(frame);
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
        RequireSession(frame);
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

        SendControl(new MuxFrame(MuxFrameType.Ping, MuxMarks.Ack, 0, frame.Length));
    }

    private void DispatchChannel(in MuxFrame frame)
    {
        var channel = frame.Flags.HasFlag(MuxMarks.Syn) ? OpenByPeer(frame) : FindOpen(frame);
        if (channel is not null && frame.Flags.HasFlag(MuxMarks.Rst))
        {
            Forget(channel);
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
            DiscardPayload(frame);
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

    /// <summary>What a peer had sent before it could know that the channel was gone is dropped, but no more than that.</summary>
    private void DiscardPayload(in MuxFrame frame)
    {
        if (frame.Length > _grace)
        {
            throw Broken($"{frame.Length} bytes on channel {frame.Channel}, which is closed");
        }

        _grace -= frame.Length;
        _payloadChannel = null;
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

        channel.SendWindow += credit;
        if (channel.SendWindow > uint.MaxValue)
        {
            throw Broken($"credit of {channel.SendWindow} bytes on channel {channel.Id}, wanted at most {uint.MaxValue}");
        }

        _handler.Writable(channel);
    }

    private MuxChannel? OpenByPeer(in MuxFrame frame)
    {
        var id = frame.Channel;
        if (id == 0 || (id & 1) == _localParity || id <= _lastPeerId)
        {
            throw Broken($"a new channel {id} after channel {_lastPeerId}");
        }

        _lastPeerId = id;
        var channel = new MuxChannel(id, null);
        if (_channels.Count >= _options.MaxChannels || !_handler.Opening(channel))
        {
            Refuse(channel);
            return null;
        }

        if (!channel.Closed)
        {
            _channels.Add(id, channel);
            SendWindowUpdate(channel, MuxMarks.Ack, RaiseToWindow(channel));
        }

        return channel;
    }

    private void Refuse(MuxChannel channel)
    {
        if (++_refusals > _options.MaxRefusals)
        {
            throw Broken($"{_refusals} channels that nobody asked for, wanted at most {_options.MaxRefusals}");
        }

        channel.Closed = true;
        _grace += channel.ReceiveWindow;
        SendControl(new MuxFrame(MuxFrameType.WindowUpdate, MuxMarks.Rst, channel.Id, 0));
    }

    private MuxChannel? FindOpen(in MuxFrame frame)
    {
        if (_channels.TryGetValue(frame.Channel, out var channel))
        {
            return channel;
        }

        var known = (frame.Channel & 1) == _localParity ? frame.Channel < _nextId : frame.Channel <= _lastPeerId;
        return known && frame.Channel != 0 ? null : throw Broken($"a frame for channel {frame.Channel}, which was never opened");
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
            channel.Closed = true;
            _channels.Remove(channel.Id);
        }
    }

    private void Forget(MuxChannel channel)
    {
        channel.Closed = true;
        if (!channel.RemoteEnded)
        {
            _grace += channel.ReceiveWindow;
        }

        _channels.Remove(channel.Id);
    }

    private int RaiseToWindow(MuxChannel channel)
    {
        var raise = _options.ReceiveWindowBytes - MuxOptions.InitialWindowBytes;
        channel.ReceiveWindow += raise;
        return raise;
    }

    private void SendWindowUpdate(MuxChannel channel, MuxMarks flags, long credit) =>
        SendControl(new MuxFrame(MuxFrameType.WindowUpdate, flags, channel.Id, (uint)credit));

    private void SendControl(in MuxFrame frame)
    {
        if (_output.Count + MuxFrame.HeaderBytes > _options.OutputBytes + _options.ControlBytes)
        {
            throw Broken($"nothing for {_output.Count} bytes: it has stopped reading");
        }

        frame.Write(_output.Reserve(MuxFrame.HeaderBytes));
        _output.Commit(MuxFrame.HeaderBytes);
    }

    private static void RequireSession(in MuxFrame frame)
    {
        if (frame.Channel != 0)
        {
            throw Broken($"a {frame.Type} frame for channel {frame.Channel}, wanted 0");
        }
    }

    private static WireException Broken(string seen) => new(WireFailure.Protocol, $"The peer sent {seen}.");
}
