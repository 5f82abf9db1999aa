using SkillHost.Images.Contexts;

namespace SkillHost.Images.Building;

/// <summary>What is remembered of one folder between runs. Losing it costs time, never correctness.</summary>
internal sealed record ImageRecord
{
    /// <summary>The last image that was good; null for a runtime, or before the first.</summary>
    public SkillImage? Image { get; init; }

    /// <summary>SHA-256 of the process 1 in it, in hex.</summary>
    public string InitHash { get; init; } = "";

    /// <summary>SHA-256, in hex, of what the engine was given for a Dockerfile, the ids of bases in it.</summary>
    public string DockerfileHash { get; init; } = "";

    /// <summary>Hashes of the folder's files, by path.</summary>
    public IReadOnlyDictionary<string, StampedHash> Files { get; init; } = new Dictionary<string, StampedHash>();
}
