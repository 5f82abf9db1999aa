using Microsoft.Extensions.Options;
using SkillHost.Containers;
using SkillHost.Images.Contexts;
using SkillHost.Images.Runtimes;
using SkillHost.Skills;

namespace SkillHost.Images.Building;

/// <summary>Makes one skill's image, or finds it made.</summary>
internal sealed class SkillImageBuilder(
    IImageEngine engine,
    RuntimeCatalog catalog,
    RuntimeBuilder runtimes,
    ImagePlanner planner,
    BaseImages bases,
    EngineBuilds builds,
    LooseImages loose,
    SharedImages shared,
    InitBinaries inits,
    ImageRecords records,
    TimeProvider time,
    IOptions<ImageOptions> options)
{
    private const int Attempts = 3;

    /// <summary>The image, and whether it had to be built. Throws <see cref="ImageFailedException"/>.</summary>
    public async Task<MadeImage> MakeAsync(Skill skill, ImageRun run, CancellationToken cancellationToken)
    {
        InitBinary init = inits.Get(run.Engine.Architecture);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await TryMakeAsync(skill, init, attempt, run, cancellationToken);
            }
            catch (ContextChangedException e) when (attempt == Attempts)
            {
                string message = $"the folder changed whenever it was built: {SafeText.Line(e.Message)}";
                throw new ImageFailedException(message) { Transient = true };
            }
            catch (ContextChangedException)
            {
                // Somebody saved a file meanwhile: look again.
            }
            catch (ImageFailedException e) when (e.Gone && attempt < Attempts)
            {
                // A host that made the same at the same time took the name over, and the image went: look for that host's.
            }
        }
    }

    private async Task<MadeImage> TryMakeAsync(Skill skill, InitBinary init, int attempt, ImageRun run, CancellationToken cancellationToken)
    {
        string label = skill.Name.Value;
        ImageRecord record = records.Get(label, skill.Folder);
        var known = attempt == 1 ? record.Files : new Dictionary<string, StampedHash>();
        var scan = new ContextScan(label, skill.Folder, options.Value.Bounds, new FileHashes(known, time));
        ImagePlan plan = await PlanAsync(skill, scan, init, run, cancellationToken);
        ImageInfo? current = run.Request.NoCache
            ? null
            : await run.Images.FindContentAsync(plan.Tag, plan.Content, cancellationToken);
        current ??= await builds.FindMadeAsync(plan, run, cancellationToken);
        if (current != null)
        {
            SkillImage same = record.Image?.Id == current.Id && record.Image.Tag == plan.Tag
                ? record.Image
                : await DescribeAsync(skill, plan.Tag, current.Id, cancellationToken);
            same = same with { FilesHash = plan.Context.FilesHash() };
            Remember(skill, record, same, plan, init, scan);
            return new MadeImage(same, ImageBuildOutcome.UpToDate);
        }

        if (run.Request.CheckOnly)
        {
            throw ImageFailedException.StaleFor(
                await ImageChanges.DescribeAsync(record, plan, init, scan.Hashes.Seen, run, cancellationToken));
        }

        PulledImage pulled = await shared.PullAsync(plan, Labels(skill, plan, init), run, cancellationToken);
        ImageInfo made = pulled.Image ?? await BuildAsync(skill, plan, init, run, cancellationToken);
        SkillImage described = await DescribeAsync(skill, plan.Tag, made.Id, cancellationToken);
        SkillImage image = described with { FilesHash = plan.Context.FilesHash() };
        Remember(skill, record, image, plan, init, scan);
        return new MadeImage(image, pulled.Image == null ? ImageBuildOutcome.Built : ImageBuildOutcome.Pulled, pulled.Note);
    }

    private async Task<ImageInfo> BuildAsync(
        Skill skill, ImagePlan plan, InitBinary init, ImageRun run, CancellationToken cancellationToken)
    {
        string? old = (await run.Images.FindTagAsync(plan.Tag, cancellationToken))?.Id;
        ImageInfo made = skill.Runtime == null
            ? await BuildOwnAsync(skill, plan, init, run, cancellationToken)
            : await BuildOnRuntimeAsync(skill, plan, init, run, cancellationToken);
        await loose.RemoveAsync(old is { } id && id != made.Id ? [id] : []);
        return made;
    }

    private async Task<ImagePlan> PlanAsync(
        Skill skill, ContextScan scan, InitBinary init, ImageRun run, CancellationToken cancellationToken)
    {
        bool network = options.Value.AllowBuildNetwork.Contains(skill.Name.Value);
        var subject = new BuildSubject(skill.Name.Value, skill.Folder, network);
        string repository = "skillhost/skill-" + skill.Name.Value;
        if (skill.Runtime is { } runtime)
        {
            string id = await runtimes.GetAsync(runtime, run, cancellationToken);
            return ImagePlanner.PlanOnRuntime(subject, repository, scan, id, Step(skill, runtime), init, cancellationToken);
        }

        var approved = new ApprovedBases(options.Value.EffectiveBases);
        return await planner.PlanAsync(
            subject, repository, scan, approved, init, run, n => runtimes.GetAsync(n, run, cancellationToken), cancellationToken);
    }

    // Only what the runtime's own runner will serve is readied for it.
    private IReadOnlyList<string> Step(Skill skill, string runtime) =>
        skill.Protocol == SkillProtocol.Mcp && skill.Command.Count == 0 && catalog.Find(runtime, out _) is { Build: [_, ..] build }
            ? [.. build, skill.ModuleName] : [];

    private async Task<ImageInfo> BuildOnRuntimeAsync(
        Skill skill, ImagePlan plan, InitBinary init, ImageRun run, CancellationToken cancellationToken)
    {
        ImageInfo image = await builds.BuildAsync(plan, plan.Tag, Labels(skill, plan, init), init, run, cancellationToken);
        return await CheckAsync(image, plan.Tag, cancellationToken);
    }

    // Two builds: the author's, then process 1 over whatever came out. Only the second carries the skill's name.
    private async Task<ImageInfo> BuildOwnAsync(
        Skill skill, ImagePlan plan, InitBinary init, ImageRun run, CancellationToken cancellationToken)
    {
        foreach (PinnedBase pinned in plan.Bases)
        {
            await bases.CheckAsync(pinned.Name, pinned.Id, cancellationToken);
        }

        string draft = $"{DraftPrefix}{skill.Name.Value}:{plan.Content[..32]}";
        try
        {
            Dictionary<string, string> labels = new() { [ImageLabels.Source] = Source(skill) };
            ImageInfo author = await builds.BuildAsync(plan, draft, labels, init: null, run, cancellationToken);
            await CheckAsync(author, draft, cancellationToken);
            return await builds.LayInitAsync(plan, author, Labels(skill, plan, init), init, run, cancellationToken);
        }
        finally
        {
            await loose.RemoveNameAsync(draft);
        }
    }

    /// <summary>Repositories of images between the two builds.</summary>
    public const string DraftPrefix = "skillhost/build-";

    private async Task<ImageInfo> CheckAsync(ImageInfo built, string tag, CancellationToken cancellationToken)
    {
        ImageInfo image = await engine.FindImageAsync(built.Id, cancellationToken)
            ?? throw new ImageFailedException("the image went away as soon as it was built") { Transient = true, Gone = true };
        string? trouble = ImageRules.Trouble(image, options.Value.MaxImageBytes);
        if (trouble != null)
        {
            await loose.RemoveNameAsync(tag);
            throw new ImageFailedException($"the image was refused and removed: {trouble}");
        }

        return image;
    }

    /// <summary>What calls need to know of an image. Throws <see cref="ImageFailedException"/> when it is gone.</summary>
    public async Task<SkillImage> DescribeAsync(Skill skill, string tag, string id, CancellationToken cancellationToken)
    {
        ImageInfo image = await engine.FindImageAsync(id, cancellationToken)
            ?? throw new ImageFailedException("the image went away while it was looked at") { Transient = true, Gone = true };
        var environment = new Dictionary<string, string>(ImageEnvironment.Safe(image), StringComparer.Ordinal);
        RuntimeDefinition? runtime = skill.Runtime == null ? null : catalog.Find(skill.Runtime, out _);
        foreach ((string name, string value) in runtime?.Environment ?? NoVariables)
        {
            environment[name] = value;
        }

        return new SkillImage
        {
            Skill = skill.Name,
            Id = image.Id,
            Tag = tag,
            Environment = environment,
            EnvironmentNames = [.. image.Environment.Keys.Order(StringComparer.Ordinal)],
            WorkingDirectory = image.WorkingDirectory.Length == 0 ? "/" : image.WorkingDirectory,
            SizeBytes = image.SizeBytes,
            Runner = runtime?.Runner ?? [],
        };
    }

    private static Dictionary<string, string> NoVariables { get; } = [];

    /// <summary>The label of a skill's skills folder.</summary>
    public static string Source(Skill skill) => ImageRecords.HashOf(Path.GetDirectoryName(skill.Folder) ?? skill.Folder);

    private static Dictionary<string, string> Labels(Skill skill, ImagePlan plan, InitBinary init) => new()
    {
        [ImageLabels.Skill] = skill.Name.Value,
        [ImageLabels.Content] = plan.Content,
        [ImageLabels.Source] = Source(skill),
        [ImageLabels.Init] = init.Hash,
    };

    private void Remember(Skill skill, ImageRecord before, SkillImage image, ImagePlan plan, InitBinary init, ContextScan scan)
    {
        string given = ImageChanges.HashOf(plan.Dockerfile);
        if (before.Image?.Id != image.Id || before.Image.FilesHash != image.FilesHash
            || before.DockerfileHash != given || scan.Hashes.Changed)
        {
            var record = new ImageRecord { Image = image, InitHash = init.Hash, DockerfileHash = given, Files = scan.Hashes.Seen };
            records.Set(skill.Name.Value, skill.Folder, record);
        }
    }
}
