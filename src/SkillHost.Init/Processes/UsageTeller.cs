using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Init.Processes;

/// <summary>
/// Tells the host what the container has used so far, behind everything that is in the pipes: when it asks, or with the next output of
/// the process that it names.
/// </summary>
internal sealed class UsageTeller(MuxSession session, CallTable calls, CgroupMeter meter)
{
    internal const int MaxQuestions = 1024;

    private readonly List<uint> _asked = [];
    private MuxChannel? _channel;
    private bool _looked;

    /// <summary>The host wants to know: at once with token 0.</summary>
    public void Ask(MuxChannel channel, uint token)
    {
        if (_asked.Count >= MaxQuestions)
        {
            throw new InitException($"the host asked {_asked.Count} questions at once, wanted fewer than {MaxQuestions}");
        }

        _channel = channel;
        _asked.Add(token);
        if (token != 0)
        {
            calls.WatchOutput(token);
        }
    }

    /// <summary>Answers what can be answered, once the pipes have been emptied as far as there is credit.</summary>
    public void Step()
    {
        if (_asked.Count == 0 || !IsDue())
        {
            return;
        }

        if (!_looked)
        {
            calls.LookAgain();
            _looked = true;
        }

        if (!calls.HasOutput)
        {
            Tell();
            _looked = false;
        }
    }

    private bool IsDue()
    {
        foreach (var token in _asked)
        {
            if (calls.HasWritten(token))
            {
                return true;
            }
        }

        return false;
    }

    private void Tell()
    {
        Span<byte> message = stackalloc byte[MessageReader.PrefixBytes + UsageMessage.Size];
        for (var index = 0; index < _asked.Count;)
        {
            if (!calls.HasWritten(_asked[index]))
            {
                index++;
                continue;
            }

            UsageMessage.Write(message, _asked[index], meter.OutOfMemoryKills(), meter.CpuMicroseconds(), meter.PeakBytes());
            session.SendUrgent(_channel!, message); // Not null: set with the first question.
            _asked.RemoveAt(index);
        }
    }
}
