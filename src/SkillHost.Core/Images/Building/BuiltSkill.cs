namespace SkillHost.Images.Building;

/// <summary>How one skill's build went.</summary>
/// <param name="Report">For people.</param>
/// <param name="Lasting">Whether trying again with the same folder would come to the same.</param>
internal sealed record BuiltSkill(ImageBuildReport Report, bool Lasting);
