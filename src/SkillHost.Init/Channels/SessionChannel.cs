using System.Buffers.Binary;
using SkillHost.Init.Connections;
using SkillHost.Init.Processes;
using SkillHost.Wire.Connections;
using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Init.Channels;

/// <summary>Messages about the connection itself.</summary>
internal sealed class SessionChannel(
    MuxSession session, MuxChannel channel, Action<long> setDeadline, ConnectionTable connections, UsageTeller usage, HostLine line)
    : IChannel
{
    internal const int MaxMessageBytes = ListenMessage.MaxBytes;

    private readonly MessageReader _messages = new(MaxMessageBytes);

    public void Received(ReadOnlySpan<byte> data)
    {
        session.Consume(channel, data.Length);
        _messages.Append(data);
        while (_messages.TryTake(out var message))
        {
            Handle(message);
        }
    }

    public void Ended() => session.End(channel);

    public void Reset()
    {
    }

    private void Tell(ProcessMessage kind, int number)
    {
        Span<byte> message = stackalloc byte[MessageReader.PrefixBytes + 5];
        BinaryPrimitives.WriteInt32BigEndian(message, 5);
        message[MessageReader.PrefixBytes] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(message[(MessageReader.PrefixBytes + 1)..], number);
        session.SendUrgent(channel, message);
    }

    private void Handle(ReadOnlySpan<byte> message)
    {
        switch ((ProcessMessage)message[0])
        {
            case ProcessMessage.SetDeadline when message.Length == 9 && BinaryPrimitives.ReadInt64BigEndian(message[1..]) > 0:
                setDeadline(BinaryPrimitives.ReadInt64BigEndian(message[1..]));
                break;
            case ProcessMessage.Listen:
                connections.Listen(ListenMessage.Decode(message), channel);
                break;
            case ProcessMessage.AskUsage when message.Length == 5:
                usage.Ask(channel, BinaryPrimitives.ReadUInt32BigEndian(message[1..]));
                break;
            case ProcessMessage.AskLine when message.Length == 1:
                Tell(ProcessMessage.Line, line.Offer());
                break;
            case ProcessMessage.TakeLine when message.Length == 2:
                line.Take(message[1] != 0);
                Tell(ProcessMessage.LineTaken, message[1]);
                break;
            default:
                throw new InitException($"the host sent message {message[0]} of {message.Length} bytes on the session channel");
        }
    }
}
