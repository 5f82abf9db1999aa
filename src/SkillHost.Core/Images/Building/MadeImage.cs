namespace SkillHost.Images.Building;

/// <summary>A skill's current image.</summary>
/// <param name="Image">The image.</param>
/// <param name="Outcome">How it came to be there.</param>
/// <param name="Note">What the operator should know; empty otherwise.</param>
internal sealed record MadeImage(SkillImage Image, ImageBuildOutcome Outcome, string Note = "");
