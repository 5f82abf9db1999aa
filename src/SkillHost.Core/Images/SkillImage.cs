using SkillHost.Skills;

namespace SkillHost.Images;

/// <summary>The image a skill's calls run on: the author's, with process 1 laid on top.</summary>
public sealed record SkillImage
{
    /// <summary>The skill.</summary>
    public required SkillName Skill { get; init; }

    /// <summary><c>sha256:…</c>; calls name nothing else.</summary>
    public required string Id { get; init; }

    /// <summary>Name and content hash, such as <c>skillhost/skill-csv-summary:3f2a…</c>.</summary>
    public required string Tag { get; init; }

    /// <summary>Environment in the image's configuration, dangerous names removed; what the function's process starts from.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>All names in the image's configuration, dangerous ones included; process 1 sees none of them.</summary>
    public required IReadOnlyList<string> EnvironmentNames { get; init; }

    /// <summary>Working directory of the function's process; absolute.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>SHA-256, in hex, of the folder's files but its manifest that went into it; empty where that is not known.</summary>
    public string FilesHash { get => field ?? ""; init; } = "";

    /// <summary>Bytes on disk, shared layers included.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>Program and arguments of the MCP server of its runtime; empty where it has none.</summary>
    public IReadOnlyList<string> Runner { get; init; } = [];
}
