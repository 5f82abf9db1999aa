using SkillHost.App.Cli.Rendering;
using SkillHost.Functions;
using SkillHost.Hosting;
using SkillHost.Skills;

namespace SkillHost.App.Cli;

/// <summary>Finds a function by name, or says why it cannot be called.</summary>
internal static class FunctionFinder
{
    /// <summary>The function; throws <see cref="UsageException"/> with the nearest names, or with what is wrong with its folder.</summary>
    public static SkillFunction Find(SkillCatalog catalog, string name)
    {
        if (catalog.Find(name) is { } found)
        {
            return found;
        }

        string skill = name.Split('.', 2)[0];
        SkillFailure[] failures = [.. catalog.Failures.Where(f => FailureReport.Folder(f) == skill)];
        if (catalog.Unlisted.Any(n => n.Value == skill))
        {
            throw new UsageException($"the functions of '{skill}' are known after 'skillhost build {skill}'");
        }

        throw new UsageException(failures.Length > 0
            ? $"skill '{skill}' cannot be used:\n{string.Join('\n', failures.Select(f => SafeText.CleanLine(f.ToString())))}"
            : Suggestion.For("function", name, catalog.Functions.Select(f => f.QualifiedName)));
    }
}
