namespace SkillHost.Hosting;

/// <summary>A part of the host's section that its room reads by itself.</summary>
/// <param name="Name">Key under <c>SkillHost</c>.</param>
internal sealed record RoomSection(string Name) : OptionsSection(Name);
