using SkillHost.Wire.Multiplexing;
using SkillHost.Wire.Processes;

namespace SkillHost.Init.Processes;

/// <summary>Tells the host what the container has used so far, behind everything that was in the pipes when it asked.</summary>
internal sealed class UsageTeller(MuxSession session, CallTable calls, CgroupMeter meter)
{
    private MuxChannel? _channel;
    private int _asked;

    /// <summary>The host wants to know.</summary>
    public void Ask(MuxChannel channel)
    {
        _channel = channel;
        _asked++;
        calls.LookAgain();
    }

    /// <summary>Answers once the pipes have been emptied as far as there is credit.</summary>
    public void Step()
    {
        if (_asked == 0 || calls.HasOutput)
        {
            return;
        }

        Span<byte> message = stackalloc byte[MessageReader.PrefixBytes + UsageMessage.Size];
        UsageMessage.Write(message, meter.OutOfMemoryKills(), meter.CpuMicroseconds(), meter.PeakBytes());
        for (; _asked > 0; _asked--)
        {
            session.SendUrgent(_channel!, message); // Not null: set with the first question.
        }
    }
}
