using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SkillHost.Containers;

namespace SkillHost.Images.Building;

/// <summary>Shares images with other hosts through a registry: the same content has the same name everywhere.</summary>
internal sealed partial class SharedImages(
    IImageEngine engine, LooseImages loose, IOptions<ImageOptions> options, ILogger<SharedImages> logger)
{
    /// <summary>
    /// What the registry has of a plan, if it is what its name says; null otherwise. It has the plan's own name then, like one built here.
    /// </summary>
    public async Task<PulledImage> PullAsync(
        ImagePlan plan, IReadOnlyDictionary<string, string> labels, ImageRun run, CancellationToken cancellationToken)
    {
        string? registry = run.Request.PullFrom ?? options.Value.Registry;
        if (registry == null || run.Request.NoCache)
        {
            return PulledImage.None;
        }

        string name = $"{registry}/{plan.Tag}";
        var output = new BuildOutput(plan.Subject.Label, run.Progress);
        try
        {
            await engine.PullImageAsync(name, output, cancellationToken);
            ImageInfo? image = await engine.FindImageAsync(name, cancellationToken);
            string? trouble = image == null
                ? "it was pulled, and is not there"
                : ImageRules.Trouble(image, labels, options.Value.MaxImageBytes);
            if (trouble != null)
            {
                return Refuse(name, trouble);
            }

            await engine.TagImageAsync(name, plan.Tag, cancellationToken);
            return new PulledImage(await engine.FindImageAsync(plan.Tag, cancellationToken), "");
        }
        catch (EngineException e) when (IsAbsent(e))
        {
            output.Report($"not in {registry} yet");
            return PulledImage.None;
        }
        catch (EngineException e)
        {
            return Refuse(name, SafeText.Line(e.Message));
        }
        finally
        {
            await loose.RemoveNameAsync(name);
        }
    }

    /// <summary>Gives an image, and the runtimes of this run, to the registry asked for. Throws <see cref="EngineException"/>.</summary>
    public async Task PushAsync(SkillImage image, string registry, string subject, ImageRun run, CancellationToken cancellationToken)
    {
        foreach ((string tag, string id) in run.Runtimes.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            // The images of several skills wait for one push of their runtime.
            await run.OnceAsync("push " + tag, () => PushAsync(tag, id, registry, subject, run, cancellationToken));
        }

        await PushAsync(image.Tag, image.Id, registry, subject, run, cancellationToken);
    }

    private async Task<string> PushAsync(
        string tag, string id, string registry, string subject, ImageRun run, CancellationToken cancellationToken)
    {
        string name = $"{registry}/{tag}";
        await engine.TagImageAsync(id, name, cancellationToken);
        try
        {
            await engine.PushImageAsync(name, new BuildOutput(subject, run.Progress), cancellationToken);
            return id;
        }
        finally
        {
            await loose.RemoveNameAsync(name);
        }
    }

    private PulledImage Refuse(string name, string trouble)
    {
        Log.NotPulled(logger, name, trouble);
        return new PulledImage(null, $"{name} was not taken: {trouble}; built here instead");
    }

    // A registry says so of an image it has not, and of a repository it has not; everything else is worth a word.
    private static bool IsAbsent(EngineException e) =>
        e.Failure == EngineFailure.NotFound
        && (e.Message.Contains("manifest unknown", StringComparison.Ordinal)
            || e.Message.Contains("name unknown", StringComparison.Ordinal));

    private static partial class Log
    {
        [LoggerMessage(2620, LogLevel.Warning, "{Image} was not taken from the registry: {Reason}")]
        public static partial void NotPulled(ILogger logger, string image, string reason);
    }
}
