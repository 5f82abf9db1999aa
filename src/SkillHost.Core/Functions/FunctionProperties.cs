using System.Collections.Frozen;
using SkillHost.Invocations;
using SkillHost.Skills;

namespace SkillHost.Functions;

/// <summary>What a function says about itself beyond name and schemas.</summary>
internal static class FunctionProperties
{
    /// <summary>The properties by name; hints are spelt as in the Model Context Protocol.</summary>
    public static FrozenDictionary<string, object?> Of(Callable callable, FunctionNames names)
    {
        FunctionAnnotations hints = callable.Function.Annotations;
        Dictionary<string, object?> properties = new(StringComparer.Ordinal)
        {
            ["skill"] = callable.Skill.Name.Value,
            ["function"] = callable.Function.Name,
            ["qualifiedName"] = names.Qualified,
            ["version"] = callable.Skill.Version,
            ["readOnlyHint"] = hints.ReadOnlyHint,
            ["destructiveHint"] = hints.DestructiveHint,
            ["idempotentHint"] = hints.IdempotentHint,
            ["openWorldHint"] = hints.OpenWorldHint,
            ["network"] = callable.Policy.NetworkMode,
        };
        if (callable.Policy.Unsandboxed)
        {
            properties["sandboxed"] = false;
        }

        if (hints.Title is not null)
        {
            properties["title"] = hints.Title;
        }

        return properties.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
