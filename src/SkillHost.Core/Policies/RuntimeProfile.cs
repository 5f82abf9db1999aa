using SkillHost.Skills;

namespace SkillHost.Policies;

/// <summary>What a runtime of <c>images/</c> needs of its containers.</summary>
public sealed record RuntimeProfile
{
    /// <summary>Limits that suit it, between the operator's defaults and the skill's own; null fields are left to the defaults.</summary>
    public LimitRequest Limits { get; init; } = new();

    /// <summary>Whether <c>/tmp</c> must hold programs. Default no.</summary>
    public bool ExecutableTmp { get; init; }
}
