using SkillHost.Policies;
using SkillHost.Schemas;
using SkillHost.Skills;

namespace SkillHost.Invocations;

/// <summary>Everything a call needs to know, worked out once at load time.</summary>
/// <param name="Skill">The skill as it was when the function was made.</param>
/// <param name="Function">The function.</param>
/// <param name="Policy">Its effective policy.</param>
/// <param name="Input">Compiled input schema.</param>
/// <param name="Output">Compiled output schema, or null for text.</param>
public sealed record Callable(Skill Skill, FunctionDefinition Function, SandboxPolicy Policy, JsonSchema Input, JsonSchema? Output)
{
    /// <summary>SHA-256, in hex, of the files that its image has to be made of; null where the lock file does not say.</summary>
    public string? ApprovedFiles { get; init; }
}
