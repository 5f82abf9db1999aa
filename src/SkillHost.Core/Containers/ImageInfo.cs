namespace SkillHost.Containers;

/// <summary>An image on the engine.</summary>
public sealed record ImageInfo
{
    /// <summary><c>sha256:…</c></summary>
    public required string Id { get; init; }

    /// <summary>Names (<c>repository:tag</c>).</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Bytes on disk, shared layers included.</summary>
    public long SizeBytes { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Environment in the image's configuration, name to value. Empty in listings.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Working directory in the image's configuration. Empty in listings.</summary>
    public string WorkingDirectory { get; init; } = "";

    /// <summary>Paths the image declares as volumes. Empty in listings.</summary>
    public IReadOnlyList<string> Volumes { get; init; } = [];

    /// <summary>Instructions the image adds to builds that start from it. Empty in listings.</summary>
    public IReadOnlyList<string> OnBuild { get; init; } = [];
}
