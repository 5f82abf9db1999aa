namespace SkillHost.Docker.Images.Bodies;

/// <summary>What is read of one image's account.</summary>
internal sealed record ImageBody
{
    public required string Id { get; init; }

    public IReadOnlyList<string>? RepoTags { get; init; }

    public long Size { get; init; }

    /// <summary>Time in ISO 8601; absent where the image does not say.</summary>
    public string? Created { get; init; }

    public ImageConfigBody? Config { get; init; }
}
