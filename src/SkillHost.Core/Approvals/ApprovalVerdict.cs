namespace SkillHost.Approvals;

/// <summary>A decision with what led to it.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Rule">Where it stands, such as <c>rule 2</c> or <c>the default</c>.</param>
/// <param name="Facts">What was decided on.</param>
public sealed record ApprovalVerdict(ApprovalDecision Decision, string Rule, ApprovalFacts Facts);
