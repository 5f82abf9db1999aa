using SkillHost.Approvals;
using SkillHost.Policies;

namespace SkillHost.Invocations;

/// <summary>Lets no call pass that the operator's rules refuse, or for which they ask and nobody has said yes.</summary>
internal sealed class ApprovalGate(ApprovalRules rules)
{
    private const int LongestName = 200;

    /// <summary>Decides on the policy in effect and notes it. Throws <see cref="PolicyDeniedException"/>.</summary>
    public void Check(CallContext call)
    {
        ApprovalVerdict verdict = rules.Decide(call.Function.Skill, call.Function.Function, call.Policy);
        switch (verdict.Decision)
        {
            case ApprovalDecision.Run:
                call.Approval = "run";
                break;
            case ApprovalDecision.Ask when call.Options.ApprovedBy is { Length: > 0 } by:
                call.Approval = $"approved by {(by.Length > LongestName ? by[..LongestName] : by)}";
                break;
            case ApprovalDecision.Ask:
                call.Approval = "not approved";
                throw new PolicyDeniedException(
                    $"a person has to approve it first, since the operator's rules ask for a call with {verdict.Facts} ({verdict.Rule}). "
                    + "Ask for approval where the program offers it");
            default:
                call.Approval = "refused";
                throw new PolicyDeniedException($"the operator's rules refuse a call with {verdict.Facts} ({verdict.Rule})");
        }
    }
}
