using System.Buffers.Binary;
using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Init.Channels;

/// <summary>Messages about the connection itself.</summary>
internal sealed class SessionChannel(MuxSession session, MuxChannel channel, Action<long> setDeadline) : IChannel
{
    internal const int MaxMessageBytes = 256;

    private readonly MessageReader _messages = new(MaxMessageBytes);

    public void Received(ReadOnlySpan<byte> data)
    {
        session.Consume(channel, data.Length);
        _messages.Append(data);
        while (_messages.TryTake(out var message))
        {
            var milliseconds = message.Length == 9 ? BinaryPrimitives.ReadInt64BigEndian(message[1..]) : 0;
            if (message[0] != (byte)ProcessMessage.SetDeadline || milliseconds <= 0)
            {
                throw new InitException($"the host sent message {message[0]} of {message.Length} bytes on the session channel");
            }

            setDeadline(milliseconds);
        }
    }

    public void Ended() => session.End(channel);

    public void Reset()
    {
    }
}
