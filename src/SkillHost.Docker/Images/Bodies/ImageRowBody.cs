namespace SkillHost.Docker.Images.Bodies;

/// <summary>One row of the list of images.</summary>
internal sealed record ImageRowBody
{
    public required string Id { get; init; }

    public IReadOnlyList<string>? RepoTags { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public long Size { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public long Created { get; init; }
}
