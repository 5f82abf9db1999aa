using SkillHost.Hosting;
using SkillHost.Skills;

namespace SkillHost.App.Http.Listing;

/// <summary>A skill as <c>GET /v1/skills</c> gives it.</summary>
internal sealed record SkillRow
{
    public required string Skill { get; init; }

    public required string Version { get; init; }

    public required string Description { get; init; }

    public required SkillIsolation Isolation { get; init; }

    /// <summary>Names of its functions, as they are called.</summary>
    public required IReadOnlyList<string> Functions { get; init; }

    /// <summary>Whether its functions are known; they are not before a server was built and has listed them.</summary>
    public required bool Listed { get; init; }

    /// <summary>The row of <paramref name="skill"/>.</summary>
    public static SkillRow Of(Skill skill, SkillCatalog catalog) => new()
    {
        Skill = skill.Name.Value,
        Version = skill.Version,
        Description = skill.Description,
        Isolation = skill.Isolation,
        Functions = [.. catalog.Functions.Where(f => f.Callable.Skill == skill).Select(f => f.QualifiedName)],
        Listed = !catalog.Unlisted.Contains(skill.Name),
    };
}
