using System.CommandLine;
using SkillHost.App.Cli.Rendering;
using SkillHost.Hosting;

namespace SkillHost.App.Cli;

/// <summary>The skills that a verb was asked to work on; none named means all.</summary>
internal sealed class SkillNames
{
    private readonly HashSet<string> _names;

    private SkillNames(IEnumerable<string> names) => _names = [.. names];

    /// <summary>The argument of a verb.</summary>
    public static Argument<string[]> Argument(string description) =>
        Refusal.OfOptions(new Argument<string[]>("skills") { Description = description, Arity = ArgumentArity.ZeroOrMore });

    /// <summary>What was given; throws <see cref="UsageException"/> for a name that no folder has.</summary>
    public static SkillNames Read(ParseResult parse, Argument<string[]> argument, SkillCatalog catalog)
    {
        SkillNames names = new(parse.GetValue(argument) ?? []);
        string[] known = [.. catalog.Skills.Select(s => s.Name.Value), .. catalog.Failures.Select(FailureReport.Folder)];
        string? unknown = names._names.FirstOrDefault(n => !known.Contains(n));
        return unknown is null ? names : throw new UsageException(Suggestion.For("skill", unknown, known));
    }

    /// <summary>Whether the verb is to work on <paramref name="name"/>.</summary>
    public bool Includes(string name) => _names.Count == 0 || _names.Contains(name);
}
