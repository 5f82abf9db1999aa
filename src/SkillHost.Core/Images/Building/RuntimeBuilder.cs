using Microsoft.Extensions.Options;
using SkillHost.Containers;
using SkillHost.Images.Contexts;
using SkillHost.Images.Runtimes;
using SkillHost.Skills;

namespace SkillHost.Images.Building;

/// <summary>Makes the runtimes' images, each once a run.</summary>
internal sealed class RuntimeBuilder(
    RuntimeCatalog catalog,
    ImagePlanner planner,
    BaseImages bases,
    EngineBuilds builds,
    LooseImages loose,
    SharedImages shared,
    ImageRecords records,
    TimeProvider time,
    IOptions<ImageOptions> options)
{
    /// <summary>The id of a runtime's image, made if need be. Throws <see cref="ImageFailedException"/>.</summary>
    public Task<string> GetAsync(string name, ImageRun run, CancellationToken cancellationToken) =>
        run.OnceAsync(ApprovedBases.RuntimePrefix + name, () => MakeAsync(name, run, cancellationToken));

    private async Task<string> WaitAsync(string runtime, string other, ImageRun run, CancellationToken cancellationToken)
    {
        if (!run.TryWait(runtime, other))
        {
            throw new ImageFailedException($"images/{runtime}: seen FROM skillhost/{other}, which is itself from {runtime}; wanted a base");
        }

        try
        {
            return await GetAsync(other, run, cancellationToken);
        }
        finally
        {
            run.EndWait(runtime);
        }
    }

    private async Task<string> MakeAsync(string name, ImageRun run, CancellationToken cancellationToken)
    {
        RuntimeDefinition? runtime = catalog.Find(name, out IReadOnlyList<SkillFailure> failures);
        if (runtime == null)
        {
            throw ImageFailedException.Refusing(failures);
        }

        if (runtime.FindMissing() is { } missing)
        {
            string remedy = SafeText.Line(runtime.Needs[missing]);
            throw new ImageFailedException($"images/{name}: there is no {missing}; {remedy}") { Transient = true };
        }

        var subject = new BuildSubject($"images/{name}", runtime.Folder, AllowNetwork: true);
        ImageRecord record = records.Get(subject.Label, subject.Folder);
        var scan = new ContextScan(subject.Label, subject.Folder, options.Value.Bounds, new FileHashes(record.Files, time));
        var approved = new ApprovedBases([.. options.Value.EffectiveBases, ApprovedBases.RuntimePrefix + "*"]);
        ImagePlan plan = await planner.PlanAsync(
            subject,
            ApprovedBases.RuntimePrefix + name,
            scan,
            approved,
            init: null,
            run,
            other => WaitAsync(name, other, run, cancellationToken),
            cancellationToken);
        ImageInfo? current = run.Request.NoCache
            ? null
            : await run.Images.FindContentAsync(plan.Tag, plan.Content, cancellationToken);
        if (current == null && run.Request.CheckOnly)
        {
            string changes = await ImageChanges.DescribeAsync(record, plan, init: null, scan.Hashes.Seen, run, cancellationToken);
            throw ImageFailedException.StaleFor($"its runtime {subject.Label} must be built first: {changes}");
        }

        string id = current?.Id ?? await BuildAsync(name, plan, run, cancellationToken);
        string given = ImageChanges.HashOf(plan.Dockerfile);
        if (scan.Hashes.Changed || record.DockerfileHash != given)
        {
            records.Set(subject.Label, subject.Folder, record with { DockerfileHash = given, Files = scan.Hashes.Seen });
        }

        run.AddRuntime(plan.Tag, id);
        return id;
    }

    private async Task<string> BuildAsync(string name, ImagePlan plan, ImageRun run, CancellationToken cancellationToken)
    {
        if (await builds.FindMadeAsync(plan, run, cancellationToken) is { } made)
        {
            return made.Id;
        }

        Dictionary<string, string> labels = new()
        {
            [ImageLabels.Runtime] = name,
            [ImageLabels.Content] = plan.Content,
            [ImageLabels.Source] = ImageRecords.HashOf(Path.GetFullPath(options.Value.Folder)),
        };
        if ((await shared.PullAsync(plan, labels, run, cancellationToken)).Image is { } pulled)
        {
            return pulled.Id;
        }

        foreach (PinnedBase pinned in plan.Bases)
        {
            await bases.CheckAsync(pinned.Name, pinned.Id, cancellationToken);
        }

        string? old = (await run.Images.FindTagAsync(plan.Tag, cancellationToken))?.Id;
        try
        {
            ImageInfo image = await builds.BuildAsync(plan, plan.Tag, labels, init: null, run, cancellationToken);
            await loose.RemoveAsync(old is { } id && id != image.Id ? [id] : []);
            return image.Id;
        }
        catch (ContextChangedException e)
        {
            string message = $"images/{name}: {SafeText.Line(e.Message)}; wanted a folder that is left alone meanwhile";
            throw new ImageFailedException(message) { Transient = true };
        }
    }
}
