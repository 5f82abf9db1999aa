using SkillHost.Skills;

namespace SkillHost.Approvals.Locks;

/// <summary>One skill beside what was approved of it.</summary>
public sealed record LockFinding
{
    /// <summary>The skill.</summary>
    public required Skill Skill { get; init; }

    /// <summary>Whether anything of it was ever approved.</summary>
    public bool IsKnown { get; init; }

    /// <summary>Every difference, in order of paths; empty where it was never approved.</summary>
    public IReadOnlyList<LockDifference> Differences { get; init; } = [];

    /// <summary>SHA-256 of the files that were approved, in hex; null where none were.</summary>
    public string? ApprovedFiles { get; init; }

    /// <summary>What stands in the way of a comparison; null for nothing.</summary>
    public SkillFailure? Problem { get; init; }

    /// <summary>Whether it may run without a new approval.</summary>
    public bool IsApproved => Problem is null && IsKnown && Differences.All(difference => difference.IsLess);

    /// <summary>Everything that needs approval, each at its place in the manifest; empty where nothing does.</summary>
    public IReadOnlyList<SkillFailure> Failures()
    {
        string approve = $"'skillhost approve {Skill.Name}'";
        if (Problem is not null)
        {
            return [Problem];
        }

        return IsKnown
            ? [.. Differences.Where(d => !d.IsLess).Select(d => Skill.Source.Failure(ManifestPath(d.Path), Show(d.Is), Wanted(d, approve)))]
            : [Skill.Source.Failure("", "a skill that was never approved", $"{approve}, once 'skillhost plan {Skill.Name}' has been read")];
    }

    private static string Wanted(LockDifference difference, string approve) =>
        $"{Show(difference.Was)}, as approved; {approve} approves the change";

    private static string Show(string? json) => json is null ? "nothing" : Shown.Words(json);

    // As failures name places: functions by their number.
    private string ManifestPath(string path)
    {
        string[] parts = path.Split('.', 3);
        int index = parts.Length < 2 || parts[0] != "functions" ? -1 : Skill.Functions.ToList().FindIndex(f => f.Name == parts[1]);
        return index < 0 ? path : $"functions[{index}]{(parts.Length > 2 ? "." + parts[2] : "")}";
    }
}
