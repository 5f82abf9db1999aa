namespace SkillHost.Wire.Multiplexing;

/// <summary>
/// The channels of a session: which are open, which ids were ever used, and how much may still arrive for those that are gone.
/// </summary>
internal sealed class MuxChannelTable(MuxRole role, MuxOptions options)
{
    private readonly Dictionary<uint, MuxChannel> _open = [];
    private readonly uint _parity = role == MuxRole.Client ? 1u : 0u;
    private uint _nextId = role == MuxRole.Client ? 1u : 2u;
    private uint _lastPeerId;
    private long _grace;
    private int _refusals;

    public int Count => _open.Count;

    public int Room => (int)Math.Min(options.MaxChannels - _open.Count, (uint.MaxValue - _nextId) / 2);

    public MuxChannel Add(object? owner)
    {
        var channel = new MuxChannel(_nextId, owner);
        _nextId += 2;
        _open.Add(channel.Id, channel);
        return channel;
    }

    /// <summary>A channel the peer opens; not in the table before <see cref="Accept"/>. Ids only ever grow.</summary>
    public MuxChannel NewOfPeer(uint id)
    {
        if (id == 0 || (id & 1) == _parity || id <= _lastPeerId)
        {
            throw MuxSession.Broken($"a new channel {id} after channel {_lastPeerId}");
        }

        _lastPeerId = id;
        return new MuxChannel(id, null);
    }

    public void Accept(MuxChannel channel) => _open.Add(channel.Id, channel);

    public void Refuse(MuxChannel channel)
    {
        if (++_refusals > options.MaxRefusals)
        {
            throw MuxSession.Broken($"{_refusals} channels that nobody asked for, wanted at most {options.MaxRefusals}");
        }

        channel.Closed = true;
        _grace += channel.ReceiveWindow;
    }

    /// <summary>The open channel a frame is for, or null when it is closed already.</summary>
    public MuxChannel? Find(uint id)
    {
        if (_open.TryGetValue(id, out var channel))
        {
            return channel;
        }

        var known = (id & 1) == _parity ? id < _nextId : id <= _lastPeerId;
        return known && id != 0 ? null : throw MuxSession.Broken($"a frame for channel {id}, which was never opened");
    }

    /// <summary>What a peer had sent before it could know that the channel was gone is dropped, but no more than that.</summary>
    public void Discard(uint id, uint bytes)
    {
        if (bytes > _grace)
        {
            throw MuxSession.Broken($"{bytes} bytes on channel {id}, which is closed");
        }

        _grace -= bytes;
    }

    public void Remove(MuxChannel channel)
    {
        channel.Closed = true;
        if (!channel.RemoteEnded)
        {
            _grace += channel.ReceiveWindow;
        }

        _open.Remove(channel.Id);
    }
}
