using SkillHost.Images;
using SkillHost.Skills;

namespace SkillHost.Core.Tests.Fakes;

/// <summary>Has an image for every skill, unless told otherwise.</summary>
internal sealed class FakeImages : IImageBuilder
{
    private int _forgotten;

    /// <summary>Gives the report for a skill; the number says how often its image was forgotten before.</summary>
    public Func<SkillName, int, Task<ImageBuildReport>> Report { get; set; } = (skill, forgotten) =>
        Task.FromResult(Good(skill, forgotten));

    public int Forgotten => _forgotten;

    public static ImageBuildReport Good(SkillName skill, int number) => new()
    {
        Skill = skill,
        Outcome = ImageBuildOutcome.UpToDate,
        Image = new SkillImage
        {
            Skill = skill,
            Id = $"sha256:{number:x64}",
            Tag = $"skillhost/skill-{skill}:{number}",
            Environment = new Dictionary<string, string> { ["PATH"] = "/opt/bin:/bin", ["COLOUR"] = "green" },
            EnvironmentNames = ["PATH", "COLOUR", "LD_PRELOAD"],
            WorkingDirectory = "/skill",
            SizeBytes = 1,
        },
    };

    public Task<IReadOnlyList<ImageBuildReport>> BuildAsync(
        IReadOnlyList<Skill> skills, ImageBuildRequest options, IProgress<ImageBuildProgress> progress,
        CancellationToken cancellationToken) =>
        throw new NotSupportedException("Calls do not build.");

    public Task<ImageBuildReport> GetImageAsync(Skill skill, CancellationToken cancellationToken) =>
        Report(skill.Name, _forgotten).WaitAsync(cancellationToken);

    public void Forget(SkillName skill) => Interlocked.Increment(ref _forgotten);
}
