using System.Collections.Concurrent;
using SkillHost.Containers;
using SkillHost.Images.Building;
using SkillHost.Skills;

namespace SkillHost.Images;

/// <summary>Builds what changed and remembers what is there.</summary>
internal sealed class ImageBuilder(IContainerEngine containers, IImageEngine engine, SkillReports skills) : IImageBuilder
{
    private const int MaxParallel = 16;
    private static readonly Dictionary<string, string> AnyLabels = [];
    private readonly ConcurrentDictionary<SkillName, SharedBuild> _remembered = new();

    /// <inheritdoc />
    public async Task<IReadOnlyList<ImageBuildReport>> BuildAsync(
        IReadOnlyList<Skill> skills, ImageBuildRequest options, IProgress<ImageBuildProgress> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(skills);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        ArgumentOutOfRangeException.ThrowIfNotEqual(Math.Clamp(options.Parallel, 1, MaxParallel), options.Parallel, nameof(options));
        EngineImages images = new(engine, await engine.ListImagesAsync(AnyLabels, cancellationToken));
        ImageRun run = await BeginAsync(images, options, progress, cancellationToken);
        var reports = new ImageBuildReport[skills.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, skills.Count, parallel, async (at, stop) =>
        {
            reports[at] = (await BuildAsync(skills[at], run, stop)).Report;
            Forget(skills[at].Name);
        });
        return reports;
    }

    /// <inheritdoc />
    public Task<ImageBuildReport> GetImageAsync(Skill skill, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(skill);
        return _remembered.TryGetValue(skill.Name, out SharedBuild? shared) && Serves(shared, skill) && shared.Result is { } report
            ? Task.FromResult(report)
            : BuildOnceAsync(skill, cancellationToken);
    }

    /// <inheritdoc />
    public void Forget(SkillName skill) => _remembered.TryRemove(skill, out _);

    private static bool Serves(SharedBuild shared, Skill skill) => ReferenceEquals(shared.Key, skill) && !shared.IsSpent;

    private async Task<ImageBuildReport> BuildOnceAsync(Skill skill, CancellationToken cancellationToken)
    {
        while (true)
        {
            SharedBuild shared = _remembered.AddOrUpdate(
                skill.Name, _ => Share(skill), (_, there) => Serves(there, skill) ? there : Share(skill));
            try
            {
                return await shared.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The others gave up just as this call came: begin again.
            }
        }
    }

    private SharedBuild Share(Skill skill) => new(skill, async stop =>
    {
        ImageRun run = await BeginAsync(new EngineImages(engine), new ImageBuildRequest(), Silence.Instance, stop);
        return await BuildAsync(skill, run, stop);
    });

    private async Task<ImageRun> BeginAsync(
        EngineImages images, ImageBuildRequest options, IProgress<ImageBuildProgress> progress, CancellationToken cancellationToken) =>
        new(await containers.GetInfoAsync(cancellationToken), images, options, progress);

    private Task<BuiltSkill> BuildAsync(Skill skill, ImageRun run, CancellationToken cancellationToken) =>
        skills.BuildAsync(skill, run, cancellationToken);

    private sealed class Silence : IProgress<ImageBuildProgress>
    {
        public static Silence Instance { get; } = new();

        public void Report(ImageBuildProgress value)
        {
        }
    }
}
