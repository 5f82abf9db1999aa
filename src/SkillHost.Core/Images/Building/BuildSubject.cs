namespace SkillHost.Images.Building;

/// <summary>What a build is for: a skill, or a runtime.</summary>
/// <param name="Label">As progress and failures name it: <c>csv-summary</c> or <c>images/python</c>.</param>
/// <param name="Folder">Absolute path of its folder.</param>
/// <param name="AllowNetwork">Whether its steps may use the network.</param>
internal sealed record BuildSubject(string Label, string Folder, bool AllowNetwork);
