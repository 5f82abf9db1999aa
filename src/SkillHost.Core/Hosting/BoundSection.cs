namespace SkillHost.Hosting;

/// <summary>A part of the host's section that fills one options class.</summary>
/// <param name="Name">Key under <c>SkillHost</c>, or empty for the section itself.</param>
internal sealed record BoundSection<T>(string Name) : OptionsSection(Name);
