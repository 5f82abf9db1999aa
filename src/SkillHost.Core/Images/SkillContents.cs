using Microsoft.Extensions.Options;
using SkillHost.Images.Building;
using SkillHost.Images.Contexts;
using SkillHost.Skills;

namespace SkillHost.Images;

/// <summary>Says what is in a skill's folder, without the engine: files whose stamps are known are not read again.</summary>
internal sealed class SkillContents(ImageRecords records, IOptions<ImageOptions> options, TimeProvider time)
{
    /// <summary>SHA-256 over the files that go into the image, in hex; null where the folder breaks a rule.</summary>
    public string? Find(Skill skill, CancellationToken cancellationToken)
    {
        string label = skill.Name.Value;
        FileHashes hashes = new(records.Get(label, skill.Folder).Files, time);
        List<SkillFailure> failures = [];
        try
        {
            BuildContext? context = new ContextScan(label, skill.Folder, options.Value.Bounds, hashes).Run(failures, cancellationToken);
            return failures.Count == 0 ? context?.Hash : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ContextChangedException)
        {
            return null;
        }
    }
}
