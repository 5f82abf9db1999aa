namespace SkillHost.Hosting;

/// <summary>A part of the host's section that a room reads.</summary>
/// <param name="Name">Key under <c>SkillHost</c>, or empty for the section itself.</param>
internal abstract record OptionsSection(string Name);
