namespace SkillHost.Approvals.Locks;

/// <summary>A value of a skill that is not as it was approved.</summary>
/// <param name="Path">Path in the approved plan, such as <c>functions.summarise.policy.memoryBytes</c>.</param>
/// <param name="Was">What was approved, as JSON on one line; null where there was nothing.</param>
/// <param name="Is">What it is now; null where there is nothing.</param>
/// <param name="IsLess">Whether it is certainly less than what was approved, which needs no new approval.</param>
public sealed record LockDifference(string Path, string? Was, string? Is, bool IsLess);
