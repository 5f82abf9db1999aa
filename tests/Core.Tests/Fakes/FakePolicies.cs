using SkillHost.Policies;
using SkillHost.Skills;

namespace SkillHost.Core.Tests.Fakes;

/// <summary>Allows every skill its request, and narrows time only.</summary>
internal sealed class FakePolicies : IPolicyCompiler
{
    public IReadOnlyList<SkillPolicies> Compile(IReadOnlyList<Skill> skills) => [.. skills.Select((skill, index) => new SkillPolicies(
        skill,
        skill.Functions.ToDictionary(function => function.Name, _ => CallHost.Policy with { FirstUserId = (uint)(100_000 + (index * 64)) }),
        []))];

    public SandboxPolicy Narrow(SandboxPolicy policy, PolicyNarrowing narrowing) =>
        narrowing.Timeout is { } timeout && timeout > policy.Limits.Timeout
            ? throw new PolicyDeniedException($"timeout: {timeout.TotalSeconds} s asked, at most {policy.Limits.Timeout.TotalSeconds} s allowed")
            : policy with { Limits = policy.Limits with { Timeout = narrowing.Timeout ?? policy.Limits.Timeout } };
}
