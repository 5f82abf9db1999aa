namespace SkillHost.Images.Building;

/// <summary>A base and the very image it was when the plan was made.</summary>
/// <param name="Name">Familiar name.</param>
/// <param name="Id"><c>sha256:…</c></param>
internal sealed record PinnedBase(string Name, string Id);
