using System.Formats.Tar;
using Microsoft.Extensions.Options;
using SkillHost.Containers;
using SkillHost.Images.Contexts;

namespace SkillHost.Images.Building;

/// <summary>Runs builds on the engine, within the operator's bounds, and leaves nothing behind that has no name.</summary>
internal sealed class EngineBuilds(
    IImageEngine engine, BuildCgroups cgroups, LooseImages loose, TimeProvider time, IOptions<ImageOptions> options)
{
    private const string NoNetwork =
        "; build steps have no network: bring what they need in the folder, or let the operator name the skill in Images:AllowBuildNetwork";

    /// <summary>The plan's image, should another host have made it since this run began; null otherwise.</summary>
    public async Task<ImageInfo?> FindMadeAsync(ImagePlan plan, ImageRun run, CancellationToken cancellationToken)
    {
        ImageInfo? image = run.Request.NoCache ? null : await engine.FindImageAsync(plan.Tag, cancellationToken);
        return image?.Labels.GetValueOrDefault(ImageLabels.Content) == plan.Content ? image : null;
    }

    /// <summary>
    /// Builds a plan's image under a name. Throws <see cref="ImageFailedException"/>, or <see cref="ContextChangedException"/> when the
    /// folder is no longer what was hashed.
    /// </summary>
    public Task<ImageInfo> BuildAsync(
        ImagePlan plan,
        string tag,
        IReadOnlyDictionary<string, string> labels,
        InitBinary? init,
        ImageRun run,
        CancellationToken cancellationToken)
    {
        return BuildAsync(plan.Subject, tag, labels, run, WriteAsync, cancellationToken);

        async Task WriteAsync(TarWriter tar, CancellationToken stop)
        {
            await WriteHostFilesAsync(tar, plan.Dockerfile, init, stop);
            await ContextTar.WriteAsync(tar, plan.Context, plan.Prefix, stop);
        }
    }

    /// <summary>Lays process 1 over an image. Throws <see cref="ImageFailedException"/>.</summary>
    public Task<ImageInfo> LayInitAsync(
        ImagePlan plan,
        ImageInfo image,
        IReadOnlyDictionary<string, string> labels,
        InitBinary init,
        ImageRun run,
        CancellationToken cancellationToken)
    {
        string dockerfile = $"FROM {image.Id}\nADD {ReservedNames.InitArchive} /\n";
        var subject = plan.Subject with { AllowNetwork = false };
        return BuildAsync(subject, plan.Tag, labels, run, WriteAsync, cancellationToken);

        Task WriteAsync(TarWriter tar, CancellationToken stop) => WriteHostFilesAsync(tar, dockerfile, init, stop);
    }

    private static async Task WriteHostFilesAsync(TarWriter tar, string dockerfile, InitBinary? init, CancellationToken cancellationToken)
    {
        await ContextTar.WriteAsync(tar, ReservedNames.Dockerfile, dockerfile, cancellationToken);

        // The engine drops these from the context once it has read them, so COPY . takes the author's files alone.
        string ignored = $"{IgnorePatterns.FileName}\n{ReservedNames.Dockerfile}\n";
        await ContextTar.WriteAsync(tar, IgnorePatterns.FileName, ignored, cancellationToken);
        if (init != null)
        {
            await ContextTar.WriteAsync(tar, ReservedNames.InitArchive, init.Archive, cancellationToken);
        }
    }

    private async Task<ImageInfo> BuildAsync(
        BuildSubject subject,
        string tag,
        IReadOnlyDictionary<string, string> labels,
        ImageRun run,
        Func<TarWriter, CancellationToken, Task> write,
        CancellationToken cancellationToken)
    {
        var output = new BuildOutput(subject.Label, run.Progress);
        using BuildCgroup? cgroup = cgroups.Take(run.Engine);
        string? data = run.Engine is { IsLocal: true, DataFolder.Length: > 0 } ? run.Engine.DataFolder : null;
        await using DiskWatch disk = DiskWatch.Start(data, options.Value.MinimumFreeBytes, time, cancellationToken);
        await using TarStream tar = TarStream.Start(write, disk.Token);
        try
        {
            ImageBuildSpec spec = Spec(subject, tag, labels, run.Request.NoCache, cgroup);
            return await engine.BuildImageAsync(spec, tar.Content, output, disk.Token);
        }
        catch (Exception e) when (disk.Low is { } free && e is EngineException or IOException or OperationCanceledException)
        {
            throw LowDisk(free, output.Tail);
        }
        catch (Exception e) when (e is EngineException or IOException)
        {
            throw await tar.EndAsync() is IOException changed
                ? new ContextChangedException(changed.Message)
                : Failed(subject, e, output.Tail);
        }
        finally
        {
            await loose.RemoveAsync(output.Loose);
        }
    }

    private ImageBuildSpec Spec(
        BuildSubject subject, string tag, IReadOnlyDictionary<string, string> labels, bool noCache, BuildCgroup? cgroup) => new()
        {
            Tag = tag,
            Dockerfile = ReservedNames.Dockerfile,
            Labels = labels,
            Network = subject.AllowNetwork ? ContainerNetwork.Bridge : ContainerNetwork.None,
            NoCache = noCache,
            MemoryBytes = options.Value.BuildMemoryBytes,
            Cpus = options.Value.BuildCpus,
            FileBytes = options.Value.MaxImageBytes,
            CgroupParent = options.Value.BuildCgroupParent ?? cgroup?.Name,
            Timeout = options.Value.BuildTimeout,
        };

    private ImageFailedException LowDisk(long free, IReadOnlyList<string> tail)
    {
        string seen = $"seen {free} bytes free where the engine keeps its data";
        return new ImageFailedException($"the build was stopped: {seen}, wanted at least {options.Value.MinimumFreeBytes}")
        {
            OutputTail = tail,
            Transient = true,
        };
    }

    private ImageFailedException Failed(BuildSubject subject, Exception e, IReadOnlyList<string> tail)
    {
        var engineFailure = e as EngineException;
        string detail = SafeText.Line(e.Message);
        string message = engineFailure?.Failure switch
        {
            EngineFailure.BuildFailed => $"a build step failed: {detail}{(subject.AllowNetwork ? "" : NoNetwork)}",
            EngineFailure.TimedOut => $"the build was stopped after {options.Value.BuildTimeout.TotalSeconds:0} s: {detail}",
            _ => $"the engine could not build it: {detail}",
        };
        IReadOnlyList<string> lines =
            engineFailure is { OutputTail.Count: > 0 } ? [.. engineFailure.OutputTail.Select(SafeText.Line)] : tail;
        return new ImageFailedException(message)
        {
            OutputTail = lines,
            Transient = engineFailure?.Failure is not (EngineFailure.BuildFailed or EngineFailure.TimedOut),
        };
    }
}
