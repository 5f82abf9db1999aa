using SkillHost.Schemas.Values;
using SkillHost.Skills;

namespace SkillHost.Functions;

/// <summary>Finds functions and skills that would share a name at some door.</summary>
internal sealed class NameCollisions
{
    private readonly HashSet<NamedCallable> _involved = new(ReferenceEqualityComparer.Instance);
    private readonly List<SkillFailure> _failures = [];

    public NameCollisions(IReadOnlyList<NamedCallable> all)
    {
        // Plugins belong to whole skills, so functions of one skill share theirs rightly.
        foreach (IGrouping<string, NamedCallable> plugin in all.GroupBy(n => n.Names.Plugin, StringComparer.OrdinalIgnoreCase))
        {
            AddSkills(plugin.Key, [.. plugin.GroupBy(n => n.Callable.Skill.Name)]);
        }

        AddFunctions(all, "name", n => n.Names.Qualified);
        AddFunctions(all, "tool name", n => n.Names.Tool);
        AddFunctions(all, "plugin function", n => $"{n.Names.Plugin}-{n.Names.PluginFunction}");
    }

    /// <summary>One failure per function or skill involved.</summary>
    public IReadOnlyList<SkillFailure> Failures => _failures;

    /// <summary>Whether <paramref name="callable"/> shares a name.</summary>
    public bool Involves(NamedCallable callable) => _involved.Contains(callable);

    private void AddSkills(string plugin, IReadOnlyList<IGrouping<SkillName, NamedCallable>> skills)
    {
        foreach (IGrouping<SkillName, NamedCallable> skill in skills.Count > 1 ? skills : [])
        {
            string others = Quote.List([.. skills.Where(s => s.Key != skill.Key).Select(s => s.Key.Value)]);
            SourceMap source = skill.First().Callable.Skill.Source;
            _failures.Add(source.Failure("name", $"plugin name {plugin}, which {others} has too", "a name of its own"));
            _involved.UnionWith(skill);
        }
    }

    private void AddFunctions(IReadOnlyList<NamedCallable> all, string kind, Func<NamedCallable, string> name)
    {
        // One failure per function is enough: who shares two kinds of name was told at the first.
        IEnumerable<IGrouping<string, NamedCallable>> shared =
            all.Where(n => !_involved.Contains(n)).GroupBy(name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1);
        foreach (NamedCallable[] functions in shared.Select(g => g.ToArray()).ToArray())
        {
            foreach (NamedCallable function in functions)
            {
                string others = Quote.List([.. functions.Where(f => !ReferenceEquals(f, function)).Select(f => f.Names.Qualified)]);
                _failures.Add(Failure(function, $"{kind} {name(function)}, which {others} has too"));
                _involved.Add(function);
            }
        }
    }

    private static SkillFailure Failure(NamedCallable function, string seen)
    {
        Skill skill = function.Callable.Skill;
        int index = skill.Functions.TakeWhile(f => !ReferenceEquals(f, function.Callable.Function)).Count();
        return skill.Source.Failure($"functions[{index}].name", seen, "a name of its own, letter case aside");
    }
}
