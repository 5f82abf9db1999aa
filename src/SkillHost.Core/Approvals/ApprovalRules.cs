using Microsoft.Extensions.Options;
using SkillHost.Policies;
using SkillHost.Skills;

namespace SkillHost.Approvals;

/// <summary>Decides by the operator's rules whether a call runs at once, asks or is refused.</summary>
/// <param name="options">The rules.</param>
public sealed class ApprovalRules(IOptions<ApprovalOptions> options)
{
    /// <summary>The decision for a call of <paramref name="function"/> under <paramref name="policy"/>, the one in effect.</summary>
    public ApprovalVerdict Decide(Skill skill, FunctionDefinition function, SandboxPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(skill);
        ArgumentNullException.ThrowIfNull(function);
        ApprovalFacts facts = ApprovalFacts.Of(skill, policy);
        ApprovalOptions all = options.Value;
        for (int i = 0; i < all.Rules.Count; i++)
        {
            if (all.Rules[i].Matches(skill.Name.Value, function.Name, facts))
            {
                return new ApprovalVerdict(all.Rules[i].Then, $"rule {i + 1}", facts);
            }
        }

        return new ApprovalVerdict(all.Default, "the default", facts);
    }
}
