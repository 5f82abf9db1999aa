namespace SkillHost.Images.Building;

/// <summary>A skill's current image.</summary>
/// <param name="Image">The image.</param>
/// <param name="Built">Whether it had to be built.</param>
internal sealed record MadeImage(SkillImage Image, bool Built);
