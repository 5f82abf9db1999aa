using Microsoft.Extensions.Logging.Abstractions;
using SkillHost.Containers;
using SkillHost.Docker.Addresses;

namespace SkillHost.Docker.Tests.Calls;

/// <summary>Images that a test has built.</summary>
internal static class TestImages
{
    private const int Attempts = 50;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Removes those with this in their name, once no host uses them any more.</summary>
    public static async Task RemoveAsync(string part)
    {
        using DockerEngine engine = new(
            new DockerOptions(), DockerEnvironment.OfThisProcess(), TimeProvider.System, NullLoggerFactory.Instance);
        IReadOnlyList<ImageInfo> images = await engine.ListImagesAsync(new Dictionary<string, string>(), CancellationToken.None);
        foreach (string tag in images.SelectMany(image => image.Tags).Where(tag => tag.Contains(part, StringComparison.Ordinal)))
        {
            await RemoveAsync(engine, tag);
        }
    }

    private static async Task RemoveAsync(DockerEngine engine, string tag)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await engine.RemoveImageAsync(tag, CancellationToken.None);
                return;
            }
            catch (EngineException e) when (e.Failure == EngineFailure.Conflict && attempt < Attempts)
            {
                // The engine may still be removing a container of it.
                await Task.Delay(Pause);
            }
        }
    }
}
