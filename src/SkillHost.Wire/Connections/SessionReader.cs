using System.Buffers.Binary;
using System.Text;
using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Wire.Connections;

/// <summary>
/// What process 1 says about the connection itself and its container. Believed by nobody: it only tells what a skill looked for in vain,
/// and what it says it has used.
/// </summary>
/// <param name="nameRefused">Hears of names that have no entry; null where nobody wants to.</param>
/// <param name="lineTaken">Called when process 1 has said its last word the old way.</param>
/// <param name="later">Does something once everything that arrived before has reached whoever reads it.</param>
internal sealed class SessionReader(Action<string>? nameRefused, Action lineTaken, Action<Action> later) : IMuxReader
{
    internal const int MaxMessageBytes = 1 + ListenMessage.MaxNameBytes;

    private readonly MessageReader _messages = new(MaxMessageBytes);
    private readonly List<(uint Token, TaskCompletionSource<UsageSoFar> Answer)> _asked = [];
    private (ProcessMessage Kind, TaskCompletionSource<int> Answer)? _line;

    /// <summary>The answer to the question that was sent last; called under the connection's lock, as everything here.</summary>
    public Task<UsageSoFar> ExpectUsage(uint token)
    {
        TaskCompletionSource<UsageSoFar> asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Add((token, asked));
        return asked.Task;
    }

    /// <summary>
    /// The number in the answer to the question about the line that was sent last. Whoever does not get it in time gives the connection up.
    /// </summary>
    public Task<int> ExpectLine(ProcessMessage kind)
    {
        TaskCompletionSource<int> asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _line = (kind, asked);
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
        _line?.Answer.TrySetException(failure);
        _ = _line?.Answer.Task.Exception;
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

    private void Take(ProcessMessage kind, int number)
    {
        if (_line is not { } asked || asked.Kind != kind)
        {
            throw new WireException(WireFailure.Protocol, $"The peer sent message {kind} that nobody asked for.");
        }

        if (kind == ProcessMessage.LineTaken && number != 0)
        {
            lineTaken();
        }

        _line = null;
        asked.Answer.TrySetResult(number);
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
            case ProcessMessage.Line or ProcessMessage.LineTaken when message.Length == 5:
                Take((ProcessMessage)message[0], BinaryPrimitives.ReadInt32BigEndian(message[1..]));
                break;
            default:
                throw new WireException(
                    WireFailure.Protocol, $"The peer sent message {message[0]} of {message.Length} bytes on the session channel.");
        }
    }
}
