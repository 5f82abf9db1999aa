using SkillHost.Skills;

namespace SkillHost.Policies;

/// <summary>Joins what skills ask for with what the operator allows.</summary>
public interface IPolicyCompiler
{
    /// <summary>One result per skill, in the order given. All skills are compiled together, since user ids must not collide.</summary>
    IReadOnlyList<SkillPolicies> Compile(IReadOnlyList<Skill> skills);

    /// <summary>
    /// Narrows <paramref name="policy"/> for one call; throws <see cref="PolicyDeniedException"/>, naming both
    /// numbers, when a value is wider.
    /// </summary>
    SandboxPolicy Narrow(SandboxPolicy policy, PolicyNarrowing narrowing);
}
