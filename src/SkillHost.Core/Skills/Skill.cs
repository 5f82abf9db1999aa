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

    /// <summary>Module whose functions the runtime's runner serves; null is the skill's name with underscores.</summary>
    public string? Module { get; init; }

    /// <summary>The module's name, whoever chose it.</summary>
    public string ModuleName => Module ?? Name.Value.Replace('-', '_');

    /// <summary>How functions are called.</summary>
    public SkillProtocol Protocol { get; init; }

    /// <summary>Program and arguments of the server, for protocol mcp; empty where the runtime's own runner is the server.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Stands for all that the server listed when it was asked, for protocol mcp; null before.</summary>
    public string? ToolsHash { get; init; }

    /// <summary>How containers are shared between calls.</summary>
    public SkillIsolation Isolation { get; init; }

    /// <summary>Containers to keep started and waiting.</summary>
    public int Warm { get; init; }

    /// <summary>What the skill asks for; a function may have its own.</summary>
    public required PolicyRequest Policy { get; init; }

    /// <summary>The functions, in the order written; with protocol mcp, in the order listed, and none before that is known.</summary>
    public required IReadOnlyList<FunctionDefinition> Functions { get; init; }

    /// <summary>Where each value stands in the manifest.</summary>
    public required SourceMap Source { get; init; }
}
