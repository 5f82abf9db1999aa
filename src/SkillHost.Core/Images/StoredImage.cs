namespace SkillHost.Images;

/// <summary>An image of SkillHost's that the engine has.</summary>
public sealed record StoredImage
{
    /// <summary>Skill or runtime that it is.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is a runtime rather than a skill.</summary>
    public required bool IsRuntime { get; init; }

    /// <summary>What it is to the skills that are loaded.</summary>
    public required StoredImageState State { get; init; }

    /// <summary><c>sha256:…</c></summary>
    public required string Id { get; init; }

    /// <summary>Name with content hash, or empty when it has none any more.</summary>
    public required string Tag { get; init; }

    /// <summary>SHA-256, in hex, of all that went into it.</summary>
    public required string Content { get; init; }

    /// <summary>Bytes on disk, shared layers included.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
