namespace SkillHost.Skills;

/// <summary>
/// A skill whose manifest is valid. Immutable: a reload makes a new one, and a call under way keeps the one it began with.
/// </summary>
public sealed record Skill
{
    /// <summary>Name, equal to the folder's.</summary>
    public required SkillName Name { get; init; }

    /// <summary>Version as written (SemVer).</summary>
    public required string Version { get; init; }

    /// <summary>What it does and when to use it; at most 1024 characters, no control characters.</summary>
    public required string Description { get; init; }

    /// <summary>Absolute path of the folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Name of the runtime in <c>images/</c>, or null when the skill brings its own Dockerfile.</summary>
    public string? Runtime { get; init; }

    /// <summary>Module whose public functions are the skill's, where the manifest lists none; null is absent.</summary>
    public string? Module { get; init; }

    /// <summary>How functions are called.</summary>
    public SkillProtocol Protocol { get; init; }

    /// <summary>How containers are shared between calls.</summary>
    public SkillIsolation Isolation { get; init; }

    /// <summary>Containers to keep started and waiting.</summary>
    public int Warm { get; init; }

    /// <summary>What the skill asks for; a function may have its own.</summary>
    public required PolicyRequest Policy { get; init; }

    /// <summary>The functions, in the order written; at least one.</summary>
    public required IReadOnlyList<FunctionDefinition> Functions { get; init; }

    /// <summary>Where each value stands in the manifest.</summary>
    public required SourceMap Source { get; init; }
}
