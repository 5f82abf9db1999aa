using System.ComponentModel.DataAnnotations;

namespace SkillHost.Hosting;

/// <summary>Where things are. Section <c>SkillHost</c> of the configuration.</summary>
public sealed class SkillHostOptions
{
    /// <summary>Folder of the skills. Default <c>skills</c>, relative to the working directory.</summary>
    [Required]
    public string SkillsFolder { get; set; } = "skills";

    /// <summary>Folder of the runtimes' images. Default <c>images</c>, relative to the working directory.</summary>
    [Required]
    public string ImagesFolder { get; set; } = "images";

    /// <summary>Folder for this user's identity and lock files; null for the system's usual place for program state.</summary>
    public string? StateFolder { get; set; }
}
