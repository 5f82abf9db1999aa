using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Init.Channels;

/// <summary>A channel whose preamble has not arrived in full.</summary>
internal sealed class NewChannel(MuxSession session, MuxChannel channel, Func<MuxChannel, ChannelPreamble, IChannel> route) : IChannel
{
    private readonly byte[] _preamble = new byte[ChannelPreamble.Size];
    private int _filled;

    public void Received(ReadOnlySpan<byte> data)
    {
        var size = Math.Min(_preamble.Length - _filled, data.Length);
        data[..size].CopyTo(_preamble.AsSpan(_filled));
        _filled += size;
        session.Consume(channel, size);
        if (_filled < _preamble.Length)
        {
            return;
        }

        var owner = route(channel, ChannelPreamble.Read(_preamble));
        channel.Owner = owner;
        if (size < data.Length)
        {
            owner.Received(data[size..]);
        }
    }

    public void Ended() => throw new InitException("the host ended a channel before saying what it is for");

    public void Reset()
    {
    }
}
