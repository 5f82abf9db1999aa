using System.Text;
using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Wire.Connections;

/// <summary>
/// What process 1 says about the connection itself and its container. Believed by nobody: it only tells what a skill looked for in vain,
/// and what it says it has used.
/// </summary>
/// <param name="nameRefused">Hears of names that have no entry; null where nobody wants to.</param>
/// <param name="later">Does something once everything that arrived before has reached whoever reads it.</param>
internal sealed class SessionReader(Action<string>? nameRefused, Action<Action> later) : IMuxReader
{
    internal const int MaxMessageBytes = 1 + ListenMessage.MaxNameBytes;

    private readonly MessageReader _messages = new(MaxMessageBytes);
    private readonly List<(uint Token, TaskCompletionSource<UsageSoFar> Answer)> _asked = [];

    /// <summary>The answer to the question that was sent last; called under the connection's lock, as everything here.</summary>
    public Task<UsageSoFar> ExpectUsage(uint token)
    {
        TaskCompletionSource<UsageSoFar> asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Add((token, asked));
        return asked.Task;
    }

    public void Received(ReadOnlySpan<byte> data)
    {
        _messages.Append(data);
        while (_messages.TryTake(out var message))
        {
            Handle(message);
        }
    }

    public void Ended(WireException? failure)
    {
        // Everybody else hears of it on a channel of their own.
        failure ??= new WireException(WireFailure.Protocol, "The peer ended the session channel.");
        foreach ((_, TaskCompletionSource<UsageSoFar> asked) in _asked)
        {
            asked.TrySetException(failure);
            _ = asked.Task.Exception;
        }

        _asked.Clear();
    }

    private void Take(UsageSoFar usage, uint token)
    {
        int at = _asked.FindIndex(asked => asked.Token == token);
        if (at < 0)
        {
            throw new WireException(WireFailure.Protocol, "The peer told a usage that nobody asked for.");
        }

        TaskCompletionSource<UsageSoFar> answer = _asked[at].Answer;
        _asked.RemoveAt(at);
        later(() => answer.TrySetResult(usage));
    }

    private void Handle(ReadOnlySpan<byte> message)
    {
        switch ((ProcessMessage)message[0])
        {
            case ProcessMessage.NameRefused when nameRefused is not null && message.Length >= 2:
                nameRefused(Encoding.ASCII.GetString(message[1..]));
                break;
            case ProcessMessage.Usage:
                Take(UsageMessage.Decode(message, out uint token), token);
                break;
            default:
                throw new WireException(
                    WireFailure.Protocol, $"The peer sent message {message[0]} of {message.Length} bytes on the session channel.");
        }
    }
}
