using Microsoft.Extensions.Options;
using SkillHost.Images.Contexts;
using SkillHost.Skills;

namespace SkillHost.Images.Building;

/// <summary>Names what a skill's folder puts into its image, without asking the engine.</summary>
internal sealed class SkillFiles(ImageRecords records, IOptions<ImageOptions> options, TimeProvider time)
{
    /// <summary>
    /// SHA-256, in hex, over names, executable bits and bytes of all files but the manifest that its <c>.dockerignore</c> leaves; the
    /// same on every host. Null, with what is wrong added to <paramref name="failures"/>, where the folder cannot be read.
    /// </summary>
    public string? Hash(Skill skill, ICollection<SkillFailure> failures, CancellationToken cancellationToken) =>
        Scan(skill, failures, cancellationToken)?.FilesHash();

    /// <summary>
    /// What goes into the image: files whose stamps are known are not read again. Null, with what is wrong added to <paramref
    /// name="failures"/>, where the folder cannot be read.
    /// </summary>
    public BuildContext? Scan(Skill skill, ICollection<SkillFailure> failures, CancellationToken cancellationToken)
    {
        string label = skill.Name.Value;
        FileHashes hashes = new(records.Get(label, skill.Folder).Files, time);
        try
        {
            return new ContextScan(label, skill.Folder, options.Value.Bounds, hashes).Run(failures, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ContextChangedException)
        {
            failures.Add(new SkillFailure { File = label, Seen = SafeText.Seen(e.Message), Wanted = "a folder that can be read" });
            return null;
        }
    }
}
