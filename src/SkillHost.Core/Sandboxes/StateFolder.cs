namespace SkillHost.Sandboxes;

/// <summary>Where this user's hosts keep their common identity and their lock files.</summary>
/// <param name="Path">Absolute path of the folder; made when first needed.</param>
public sealed record StateFolder(string Path);
