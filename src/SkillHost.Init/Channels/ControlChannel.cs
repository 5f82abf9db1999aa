using SkillHost.Init.Processes;
using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Init.Channels;

/// <summary>Messages about one process.</summary>
internal sealed class ControlChannel(MuxSession session, MuxChannel channel, Call call, ICallStarter starter) : IChannel
{
    private readonly MessageReader _messages = new(StartMessage.MaxBytes);

    public void Received(ReadOnlySpan<byte> data)
    {
        session.Consume(channel, data.Length);
        _messages.Append(data);
        while (_messages.TryTake(out var message))
        {
            Handle(message);
        }
    }

    public void Ended()
    {
        // The host may stop talking; only giving the channel up means that nobody wants the process any more.
    }

    public void Reset() => call.Abandon();

    private void Handle(ReadOnlySpan<byte> message)
    {
        switch ((ProcessMessage)message[0])
        {
            case ProcessMessage.Start when !call.WasStarted:
                starter.Start(call, StartRequest.Parse(message));
                break;
            case ProcessMessage.Signal when call.WasStarted && message.Length == 2 && message[1] is > 0 and <= 64:
                call.Signal(message[1]);
                break;
            case ProcessMessage.KillTree when call.WasStarted && message.Length == 1:
                call.WantsKill = true;
                break;
            default:
                throw new InitException($"the host sent message {message[0]} of {message.Length} bytes on a control channel");
        }
    }
}
