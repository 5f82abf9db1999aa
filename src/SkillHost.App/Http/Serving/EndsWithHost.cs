namespace SkillHost.App.Http.Serving;

/// <summary>Marks what does not look by itself whether the host is stopping.</summary>
internal sealed class EndsWithHost;
