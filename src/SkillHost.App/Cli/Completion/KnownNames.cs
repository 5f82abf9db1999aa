using System.CommandLine;
using System.CommandLine.Completions;
using SkillHost.App.Cli.Rendering;
using SkillHost.Hosting;

namespace SkillHost.App.Cli.Completion;

/// <summary>Names for a shell to complete.</summary>
internal sealed class KnownNames
{
    /// <summary>Skills, those that cannot be used included.</summary>
    public IReadOnlyList<string> Skills { get; private set; } = [];

    /// <summary>Functions, such as <c>csv-summary.summarise</c>.</summary>
    public IReadOnlyList<string> Functions { get; private set; } = [];

    /// <summary>The argument, offering names of skills.</summary>
    public Argument OfSkills(Argument argument) => Offering(argument, () => Skills);

    /// <summary>The argument, offering names of functions.</summary>
    public Argument OfFunctions(Argument argument) => Offering(argument, () => Functions);

    /// <summary>The argument, offering both.</summary>
    public Argument OfBoth(Argument argument) => Offering(argument, () => Skills.Concat(Functions));

    /// <summary>Takes them from what was loaded.</summary>
    public void Read(SkillCatalog catalog)
    {
        Skills = [.. catalog.Skills.Select(s => s.Name.Value).Concat(catalog.Failures.Select(FailureReport.Folder)).Distinct().Order()];
        Functions = [.. catalog.Functions.Select(f => f.QualifiedName)];
    }

    private static Argument Offering(Argument argument, Func<IEnumerable<string>> names)
    {
        argument.CompletionSources.Add(_ => names().Select(name => new CompletionItem(name)));
        return argument;
    }
}
