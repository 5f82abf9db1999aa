namespace SkillHost.Images;

/// <summary>One line of a build.</summary>
/// <param name="Subject">Skill or runtime image, such as <c>csv-summary</c> or <c>images/python</c>.</param>
/// <param name="Line">The line, control characters removed.</param>
public sealed record ImageBuildProgress(string Subject, string Line);
