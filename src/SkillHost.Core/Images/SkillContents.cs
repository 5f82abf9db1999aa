using SkillHost.Images.Building;
using SkillHost.Skills;

namespace SkillHost.Images;

/// <summary>Says what is in a skill's folder, without the engine.</summary>
internal sealed class SkillContents(SkillFiles files)
{
    /// <summary>SHA-256 over the files that go into the image, in hex; null where the folder breaks a rule.</summary>
    public string? Find(Skill skill, CancellationToken cancellationToken)
    {
        List<SkillFailure> failures = [];
        string? hash = files.Scan(skill, failures, cancellationToken)?.Hash;
        return failures.Count == 0 ? hash : null;
    }
}
