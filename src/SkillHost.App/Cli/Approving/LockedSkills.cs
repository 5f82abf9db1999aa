using SkillHost.Approvals.Locks;
using SkillHost.Functions;
using SkillHost.Hosting;
using SkillHost.Policies;
using SkillHost.Skills;

namespace SkillHost.App.Cli.Approving;

/// <summary>The skills of a catalog as the lock file knows them.</summary>
internal static class LockedSkills
{
    /// <summary>Settings under which skills are loaded whether they are as approved or not.</summary>
    public static IReadOnlyDictionary<string, string?> LoadAll { get; } =
        new Dictionary<string, string?> { [$"{Approvals.ApprovalOptions.Section}:{nameof(Approvals.ApprovalOptions.Lock)}"] = "off" };

    /// <summary>Those of <paramref name="skills"/> with the policies of their functions.</summary>
    public static IReadOnlyList<SkillPolicies> Of(SkillCatalog catalog, IEnumerable<Skill> skills)
    {
        ILookup<SkillName, SkillFunction> functions = catalog.Functions.ToLookup(f => f.Callable.Skill.Name);
        return
        [
            .. skills.Select(skill => new SkillPolicies(
                skill, functions[skill.Name].ToDictionary(f => f.Callable.Function.Name, f => f.Callable.Policy), [])),
        ];
    }

    /// <summary>Writes every difference of <paramref name="finding"/>, what was approved first.</summary>
    public static void Write(TextWriter output, LockFinding finding)
    {
        foreach (LockDifference difference in finding.Differences)
        {
            string less = difference.IsLess ? " (less)" : "";
            output.WriteLine($"  {difference.Path}{less}");
            output.WriteLine($"    was {Rendering.SafeText.CleanLine(difference.Was ?? "nothing")}");
            output.WriteLine($"    is  {Rendering.SafeText.CleanLine(difference.Is ?? "nothing")}");
        }
    }
}
