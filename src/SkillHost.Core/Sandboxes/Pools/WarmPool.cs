namespace SkillHost.Sandboxes.Pools;

/// <summary>
/// The waiting containers of one key and image, and how many there should be. Not safe for use by several threads: <see cref="WarmStock"/>
/// locks around it.
/// </summary>
internal sealed class WarmPool(WarmKey key, SandboxRequest request, long now)
{
    private int _takes;
    private int _takesBefore;
    private int _least;

    /// <summary>What its containers stand in for.</summary>
    public WarmKey Key { get; } = key;

    /// <summary>The container each of them is.</summary>
    public SandboxRequest Request { get; } = request;

    /// <summary>Ready ones, the oldest first.</summary>
    public List<WaitingSandbox> Waiting { get; } = [];

    /// <summary>Those on their way, the first begun first.</summary>
    public List<WarmStart> Starting { get; } = [];

    /// <summary>Containers it holds however idle it is.</summary>
    public int Floor { get; set; } = request.Warm ?? 0;

    /// <summary>Containers it should have now.</summary>
    public int Target { get; set; } = request.Warm ?? 0;

    /// <summary>When the period began over which its use is judged.</summary>
    public long PeriodBegun { get; private set; } = now;

    /// <summary>Until when nothing is started for it, since starting failed.</summary>
    public long NotBefore { get; set; } = now;

    /// <summary>Starts that failed in a row.</summary>
    public int Failures { get; set; }

    /// <summary>Whether anything for it has been taken out of use; what is still on its way is then destroyed.</summary>
    public bool Retired { get; set; }

    /// <summary>Containers it lacks.</summary>
    public int Missing => Retired ? 0 : Target - Waiting.Count - Starting.Count;

    /// <summary>Whether nothing would be lost with it.</summary>
    public bool IsSpent => Target == 0 && Waiting.Count == 0 && Starting.Count == 0 && _takes + _takesBefore == 0;

    /// <summary>A call took a container, or came in vain.</summary>
    public void NoteTake()
    {
        _takes++;
        _least = Math.Min(_least, Waiting.Count);
    }

    /// <summary>A call came in vain. That is demand if another came within two periods, not if it is the first.</summary>
    public void NoteMiss(int most)
    {
        if (_takes + _takesBefore > 1 && Target < most)
        {
            Target++;
        }
    }

    /// <summary>Ends a period: containers that no call came near to needing are given up, all but <see cref="Floor"/>.</summary>
    public void EndPeriod(long at)
    {
        int unneeded = _takes == 0 ? Target : Math.Max(0, _least);
        Target = Math.Max(Floor, Target - unneeded);
        (_takesBefore, _takes, _least, PeriodBegun) = (_takes, 0, Target, at);
    }
}
