namespace SkillHost.Docker.Usage.Bodies;

/// <summary>One image or container on the engine's disk.</summary>
internal sealed record DiskRowBody
{
    public required string Id { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public long Size { get; init; }

    /// <summary>Of images; below 0 where the engine did not work it out.</summary>
    public long SharedSize { get; init; }

    /// <summary>Of containers.</summary>
    public long SizeRw { get; init; }
}
