namespace SkillHost.Approvals;

/// <summary>
/// Which calls run at once, which ask and which are refused, and what the lock file decides. Section <c>SkillHost:Approval</c>; an unknown
/// key is an error.
/// </summary>
public sealed class ApprovalOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "SkillHost:Approval";

    /// <summary>The decision where no rule matches. Default <see cref="ApprovalDecision.Run"/>.</summary>
    public ApprovalDecision Default { get; set; } = ApprovalDecision.Run;

    /// <summary>The rules; the first that matches decides. Default none.</summary>
    public IReadOnlyList<ApprovalRule> Rules { get; set; } = [];

    /// <summary>What the lock file decides. Default <see cref="LockMode.Off"/>.</summary>
    public LockMode Lock { get; set; }

    /// <summary>The lock file; null for <c>skills.lock</c> beside the skills folder.</summary>
    public string? LockFile { get; set; }
}
