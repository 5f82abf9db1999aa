using SkillHost.Containers;

namespace SkillHost.Images.Building;

/// <summary>Pins approved bases to the images the engine has, and fetches those it has not.</summary>
internal sealed class BaseImages(IImageEngine engine)
{
    /// <summary>The id of a base. Throws <see cref="ImageFailedException"/> when there is none to be had.</summary>
    public Task<string> PinAsync(string name, ImageRun run, CancellationToken cancellationToken) =>
        run.OnceAsync(name, () => FindAsync(name, run, cancellationToken));

    /// <summary>Refuses a base that would have a say in the images built on it. Asked before a build only.</summary>
    public async Task CheckAsync(string name, string id, CancellationToken cancellationToken)
    {
        ImageInfo image = await engine.FindImageAsync(id, cancellationToken)
            ?? throw new ImageFailedException($"base image {name} went away while it was needed") { Transient = true };
        string? trouble = image.OnBuild.Count > 0 ? $"ONBUILD {image.OnBuild[0]}"
            : image.Volumes.Count > 0 ? $"VOLUME {image.Volumes[0]}"
            : null;
        if (trouble != null)
        {
            const string Wanted = "an image with neither ONBUILD nor VOLUME";
            throw new ImageFailedException($"base image {name}: seen {SafeText.Seen(trouble)}, wanted {Wanted}");
        }
    }

    private async Task<string> FindAsync(string name, ImageRun run, CancellationToken cancellationToken)
    {
        string? known = (await run.Images.FindTagAsync(name, cancellationToken))?.Id;
        if (known != null && !run.Request.PullBases)
        {
            return known;
        }

        if (run.Request.CheckOnly)
        {
            throw ImageFailedException.StaleFor($"its base image {name} is not on the engine");
        }

        var output = new BuildOutput(name, run.Progress);
        try
        {
            await engine.PullImageAsync(name, output, cancellationToken);
            return (await engine.FindImageAsync(name, cancellationToken))?.Id ?? throw Missing(name, "it was pulled, and is not there");
        }
        catch (EngineException e) when (known != null)
        {
            output.Report($"{name} could not be refreshed ({e.Message}); the one at hand is used");
            return known;
        }
        catch (EngineException e)
        {
            throw Missing(name, e.Message);
        }
    }

    private static ImageFailedException Missing(string name, string reason) => new(
        $"base image {name} is not on the engine and cannot be pulled ({SafeText.Line(reason)}); "
        + "docker pull or docker load brings it, or eng/base-image.sh makes debian:bookworm-slim without a registry")
    {
        Transient = true,
    };
}
