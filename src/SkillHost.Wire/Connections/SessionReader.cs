using System.Text;
using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Wire.Connections;

/// <summary>What process 1 says about the connection itself. Believed by nobody: it only tells what a skill looked for in vain.</summary>
internal sealed class SessionReader(Action<string>? nameRefused) : IMuxReader
{
    internal const int MaxMessageBytes = 1 + ListenMessage.MaxNameBytes;

    private readonly MessageReader _messages = new(MaxMessageBytes);

    public void Received(ReadOnlySpan<byte> data)
    {
        _messages.Append(data);
        while (_messages.TryTake(out var message))
        {
            if (nameRefused is null || message.Length < 2 || message[0] != (byte)ProcessMessage.NameRefused)
            {
                throw new WireException(
                    WireFailure.Protocol, $"The peer sent message {message[0]} of {message.Length} bytes on the session channel.");
            }

            nameRefused(Encoding.ASCII.GetString(message[1..]));
        }
    }

    public void Ended(WireException? failure)
    {
        // Whoever waits for something hears of it on its own channel.
    }
}
