using SkillHost.Invocations;
using SkillHost.Sandboxes.Held;
using SkillHost.Skills;

namespace SkillHost.Core.Tests.McpDoor;

/// <summary>Sessions that a test opens.</summary>
internal sealed class ScriptedSessions : ISessions
{
    private readonly Lock _gate = new();
    private readonly List<HeldInfo> _open = [];

    public TaskCompletionSource<string> Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<HeldInfo> Open
    {
        get
        {
            lock (_gate)
            {
                return [.. _open];
            }
        }
    }

    /// <summary>Opens the session of a call, if it has one, unless it is open.</summary>
    public void Begin(InvocationOptions call)
    {
        lock (_gate)
        {
            if (call.Session is { } id && _open.TrueForAll(open => open.Session.Id != id))
            {
                _open.Add(new HeldInfo(new SkillName("keeper"), new SessionId(call.Caller, id), TimeSpan.Zero, TimeSpan.Zero));
            }
        }
    }

    public bool End(SkillName skill, SessionId session)
    {
        lock (_gate)
        {
            bool ended = _open.RemoveAll(open => open.Skill == skill && open.Session == session) > 0;
            _ = ended && Ended.TrySetResult(session.Id);
            return ended;
        }
    }
}
