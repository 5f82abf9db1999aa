namespace SkillHost.Secrets.Redaction;

/// <summary>Where a secret stands.</summary>
/// <param name="Start">First byte.</param>
/// <param name="End">The byte after the last.</param>
/// <param name="Name">The secret's name.</param>
internal readonly record struct Match(int Start, int End, string Name);
