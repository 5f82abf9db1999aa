namespace SkillHost.App.Http.Access;

/// <summary>Marks what is answered without a token; it says nothing of skills or callers.</summary>
internal sealed class OpenToAll;
