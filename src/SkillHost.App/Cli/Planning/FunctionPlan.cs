using SkillHost.Approvals;
using SkillHost.Functions;
using SkillHost.Policies;

namespace SkillHost.App.Cli.Planning;

/// <summary>What one function may do, as <c>plan</c> shows it.</summary>
internal sealed record FunctionPlan
{
    public required string Function { get; init; }

    public required string Skill { get; init; }

    public required string Version { get; init; }

    /// <summary>Runtime, or null for a Dockerfile of the skill's own.</summary>
    public required string? Runtime { get; init; }

    public required IReadOnlyList<PolicyValue> Policy { get; init; }

    /// <summary>What the operator's rules say of its calls.</summary>
    public required ApprovalVerdict Approval { get; init; }

    /// <summary>The values that the override changes, or null when none was given.</summary>
    public IReadOnlyList<PolicyValue>? Changed { get; init; }

    /// <summary>The plan of <paramref name="function"/>.</summary>
    public static FunctionPlan Of(SkillFunction function, PolicyExplainer explainer, ApprovalRules rules) => new()
    {
        Function = function.QualifiedName,
        Skill = function.Callable.Skill.Name.Value,
        Version = function.Callable.Skill.Version,
        Runtime = function.Callable.Skill.Runtime,
        Policy = Explain(function, explainer),
        Approval = rules.Decide(function.Callable.Skill, function.Callable.Function, function.Callable.Policy),
    };

    /// <summary>The same plan beside what <paramref name="changed"/>, the function under other settings, has.</summary>
    public FunctionPlan With(SkillFunction changed, PolicyExplainer explainer) => this with
    {
        Changed =
        [
            .. Explain(changed, explainer)
                .Where((value, at) => value.Value != Policy[at].Value || value.Ceiling != Policy[at].Ceiling),
        ],
    };

    private static IReadOnlyList<PolicyValue> Explain(SkillFunction function, PolicyExplainer explainer) =>
        explainer.Explain(function.Callable.Skill, function.Callable.Function, function.Callable.Policy);
}
