namespace SkillHost.Containers;

/// <summary>The image half of an engine. Every member throws <see cref="EngineException"/> and nothing else on failure.</summary>
public interface IImageEngine
{
    /// <summary>The image by reference or id, or null.</summary>
    Task<ImageInfo?> FindImageAsync(string reference, CancellationToken cancellationToken);

    /// <summary>
    /// Builds an image from a tar <paramref name="context"/>. Progress lines are reported as they come. A failed step throws
    /// <see cref="EngineException"/> of kind <see cref="EngineFailure.BuildFailed"/> with the last lines of its output.
    /// </summary>
    Task<ImageInfo> BuildImageAsync(ImageBuildSpec spec, Stream context, IProgress<string> progress, CancellationToken cancellationToken);

    /// <summary>Pulls an image by reference; throws <see cref="EngineFailure.NotFound"/> when no registry has it.</summary>
    Task PullImageAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken);

    /// <summary>Pushes the name <paramref name="reference"/> (<c>registry/repository:tag</c>) to the registry in it.</summary>
    Task PushImageAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken);

    /// <summary>Adds the name <paramref name="reference"/> (<c>repository:tag</c>) to an image.</summary>
    Task TagImageAsync(string image, string reference, CancellationToken cancellationToken);

    /// <summary>Every image that carries all of <paramref name="labels"/> (an empty value matches any value).</summary>
    Task<IReadOnlyList<ImageInfo>> ListImagesAsync(IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken);

    /// <summary>Removes a name or an image with the parents nothing else uses. Absent already is success.</summary>
    Task RemoveImageAsync(string reference, CancellationToken cancellationToken);
}
