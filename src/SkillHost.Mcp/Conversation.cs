using System.Globalization;
using System.Security.Cryptography;
using SkillHost.Invocations;
using SkillHost.Sandboxes.Held;
using SkillHost.Skills;

namespace SkillHost.Mcp;

/// <summary>
/// What the calls of one client belong together by. It gives each skill an id for its container's session: another one once that has ended,
/// since a client cannot begin a new conversation because one of its many skills forgot something.
/// </summary>
internal sealed class Conversation(ISessions sessions)
{
    private const int IdBytes = 16;
    private readonly Lock _gate = new();
    private readonly string _id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
    private readonly Dictionary<SkillName, int> _numbers = [];
    private readonly HashSet<string> _begun = new(StringComparer.Ordinal);

    /// <summary>Whether it has a container.</summary>
    public bool HasContainers => Open().Any();

    /// <summary>Id of the session of <paramref name="skill"/>. Clients never see it, so none can guess it.</summary>
    public string SessionOf(SkillName skill)
    {
        lock (_gate)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{_id}-{_numbers.GetValueOrDefault(skill) + 1}");
        }
    }

    /// <summary>
    /// Looks at a session after a call in it. True when the call was not made since the session is over: the next call begins another.
    /// </summary>
    public bool HasLost(SkillName skill, string session, InvocationResult result)
    {
        lock (_gate)
        {
            _ = result.Container is not null && _begun.Add(session);
            if (result.Status != InvocationStatus.Unavailable || session != SessionOf(skill)
                || Open().Any(open => open.Skill == skill && open.Session.Id == session))
            {
                return false;
            }

            _numbers[skill] = _numbers.GetValueOrDefault(skill) + 1;
            return _begun.Remove(session);
        }
    }

    /// <summary>Ends all its sessions; their containers go in the background.</summary>
    public void End()
    {
        foreach (HeldInfo open in Open())
        {
            sessions.End(open.Skill, open.Session);
        }
    }

    private IEnumerable<HeldInfo> Open() => sessions.Open.Where(open => open.Session.Id.StartsWith(_id, StringComparison.Ordinal));
}
