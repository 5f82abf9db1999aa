namespace SkillHost.Approvals;

/// <summary>What the operator's rules say of a call.</summary>
public enum ApprovalDecision
{
    /// <summary>It runs at once.</summary>
    Run,

    /// <summary>It runs once a person has approved it, and is denied where nobody can be asked.</summary>
    Ask,

    /// <summary>It is denied.</summary>
    Refuse,
}
