namespace SkillHost.Approvals;

/// <summary>One of the operator's rules: where all its conditions hold, its decision is taken.</summary>
/// <param name="Then">The decision.</param>
public sealed record ApprovalRule(ApprovalDecision Then)
{
    /// <summary>Skills (<c>storage</c>) and functions (<c>storage.read</c>) it is for. Default none: all.</summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>
    /// Words by fact, of <see cref="ApprovalFacts.Vocabulary"/>; a fact must be one of its words, and one not named may be any.
    /// Default none.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Facts { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Whether it is for <paramref name="function"/> of <paramref name="skill"/> with these facts.</summary>
    internal bool Matches(string skill, string function, ApprovalFacts facts) =>
        (Functions.Count == 0 || Functions.Contains(skill) || Functions.Contains($"{skill}.{function}"))
        && Facts.All(condition => condition.Value.Contains(facts.Words[condition.Key]));
}
