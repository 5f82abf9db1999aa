using Microsoft.Extensions.AI;
using SkillHost.Approvals;
using SkillHost.Functions;
using SkillHost.Skills;

namespace SkillHost.Hosting;

/// <summary>All that one load found. Immutable.</summary>
/// <param name="Skills">Valid skills that policy allows, in ordinal order of names.</param>
/// <param name="Functions">Their functions, in the same order and then as written.</param>
/// <param name="Failures">Everything wrong with the other folders.</param>
public sealed record SkillCatalog(
    IReadOnlyList<Skill> Skills, IReadOnlyList<SkillFunction> Functions, IReadOnlyList<SkillFailure> Failures)
{
    /// <summary>What is not as approved although it serves, since the lock file only warns. Default none.</summary>
    public IReadOnlyList<SkillFailure> Warnings { get; init; } = [];

    /// <summary>
    /// Skills whose server has not listed its tools yet: they have no functions before they are built and loaded again.
    /// </summary>
    public IReadOnlyList<SkillName> Unlisted { get; init; } = [];

    /// <summary>Nothing.</summary>
    public static SkillCatalog Empty { get; } = new([], [], []);

    /// <summary>
    /// The functions as chat clients are to be given them: those for which the operator's rules ask are marked so that a person is asked,
    /// and those that the rules refuse are left out.
    /// </summary>
    public IReadOnlyList<AIFunction> Tools { get; } =
        [.. Functions.Where(function => function.Approval != ApprovalDecision.Refuse).Select(function => function.ToTool())];

    /// <summary>
    /// The function by qualified name (<c>csv-summary.summarise</c>) or tool name (<c>csv-summary_summarise</c>), or null.
    /// </summary>
    public SkillFunction? Find(string name) =>
        Functions.FirstOrDefault(f => f.QualifiedName == name) ?? Functions.FirstOrDefault(f => f.Name == name);
}
