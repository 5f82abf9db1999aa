namespace SkillHost.Hosting;

/// <summary>A part of the host's section that belongs to one options class.</summary>
/// <param name="Name">Key under <c>SkillHost</c>, or empty for the section itself.</param>
internal abstract record OptionsSection(string Name);

/// <summary>The same, knowing its class.</summary>
internal sealed record OptionsSection<T>(string Name) : OptionsSection(Name);
