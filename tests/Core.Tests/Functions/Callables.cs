using System.Text.Json;
using SkillHost.Invocations;
using SkillHost.Policies;
using SkillHost.Schemas;
using SkillHost.Skills;

namespace SkillHost.Core.Tests.Functions;

/// <summary>Makes callables for tests.</summary>
internal static class Callables
{
    private static readonly JsonElement Schema = JsonElement.Parse("""{"type": "object"}""");

    private static readonly Dictionary<string, SourcePlace> Places = new() { ["name"] = new(2, 7), ["functions[0].name"] = new(9, 11) };

    /// <summary>One function of a skill that has only this one.</summary>
    public static Callable Make(string skill, string function) => Make(skill, [function])[0];

    /// <summary>All functions of one skill.</summary>
    public static IReadOnlyList<Callable> Make(string skill, params string[] functions)
    {
        FunctionDefinition[] definitions = [.. functions.Select(Definition)];
        Skill owner = new()
        {
            Name = new SkillName(skill),
            Version = "1.2.0",
            Description = "Does things.",
            Folder = $"/skills/{skill}",
            Policy = new PolicyRequest(),
            Functions = definitions,
            Source = new SourceMap($"{skill}/skill.yaml", Places),
        };
        SandboxPolicy policy = new() { Limits = new ResourceLimits(), FirstUserId = 100_000 };
        return [.. definitions.Select(d => new Callable(owner, d, policy, JsonSchema.Compile(Schema), null))];
    }

    private static FunctionDefinition Definition(string name) => new()
    {
        Name = name,
        Description = $"Does {name}.",
        InputSchema = Schema,
        OutputSchema = Schema,
        Annotations = new FunctionAnnotations { Title = "Doer", ReadOnlyHint = true },
        Command = ["run"],
    };
}
