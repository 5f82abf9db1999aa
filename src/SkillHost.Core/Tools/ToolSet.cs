using System.Text.Json;
using SkillHost.Skills;

namespace SkillHost.Tools;

/// <summary>Makes a skill's functions of what its server lists.</summary>
internal static class ToolSet
{
    private const int MostNamed = 20;

    /// <summary>The skill with its functions, or null with what is wrong added.</summary>
    public static Skill? Apply(Skill skill, IReadOnlyList<JsonElement> tools, string hash, List<SkillFailure> failures)
    {
        int before = failures.Count;
        ToolMapper mapper = new(skill.Source, failures);
        IReadOnlyList<FunctionDefinition> functions =
            IsListed(skill) ? Listed(skill, tools, mapper, failures) : All(skill, tools, mapper, failures);
        return failures.Count == before ? skill with { Functions = functions, ToolsHash = hash } : null;
    }

    /// <summary>Whether the manifest says which of the server's tools are the skill's functions.</summary>
    public static bool IsListed(Skill skill) => skill.Source.Places.ContainsKey("functions");

    private static FunctionDefinition[] All(
        Skill skill, IReadOnlyList<JsonElement> tools, ToolMapper mapper, List<SkillFailure> failures)
    {
        if (tools.Count == 0)
        {
            failures.Add(skill.Source.Failure("functions", "a server without tools", "at least one"));
        }

        FunctionDefinition[] functions = [.. tools.Select(tool => mapper.Map(tool, manifest: null, ""))];
        IEnumerable<IGrouping<string, FunctionDefinition>> shared = functions
            .GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1);
        foreach (IGrouping<string, FunctionDefinition> group in shared)
        {
            string all = string.Join(" and ", group.Select(function => Shown.Text(function.Tool ?? "")));
            failures.Add(skill.Source.Failure(
                "functions", $"tools {all}, which would all be {Shown.Text(group.Key)}",
                "names that differ, letter case and punctuation aside"));
        }

        return functions;
    }

    private static List<FunctionDefinition> Listed(
        Skill skill, IReadOnlyList<JsonElement> tools, ToolMapper mapper, List<SkillFailure> failures)
    {
        List<FunctionDefinition> functions = [];
        for (int i = 0; i < skill.Functions.Count; i++)
        {
            string name = skill.Functions[i].Name;
            JsonElement[] found = [.. tools.Where(tool => ToolMapper.NameOf(ToolMapper.ToolName(tool)) == name)];
            if (found.Length == 1)
            {
                functions.Add(mapper.Map(found[0], skill.Functions[i], $"functions[{i}]"));
                continue;
            }

            string known = string.Join(", ", tools.Take(MostNamed).Select(tool => ToolMapper.NameOf(ToolMapper.ToolName(tool))));
            failures.Add(skill.Source.Failure(
                $"functions[{i}].name", found.Length == 0 ? Shown.Text(name) : $"{Shown.Text(name)}, which several tools would be",
                tools.Count == 0
                    ? "nothing, since the server lists no tools" : $"one of those the server lists: {Shown.Words(known, 400)}"));
        }

        return functions;
    }
}
