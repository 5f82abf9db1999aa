using SkillHost.Skills;

namespace SkillHost.Invocations;

/// <summary>The protocols by kind.</summary>
internal sealed class Protocols(IEnumerable<IProtocol> all)
{
    private readonly Dictionary<SkillProtocol, IProtocol> _byKind = all.ToDictionary(protocol => protocol.Kind);

    /// <summary>The one <paramref name="skill"/> is called by.</summary>
    public IProtocol For(Skill skill) => _byKind[skill.Protocol];
}
