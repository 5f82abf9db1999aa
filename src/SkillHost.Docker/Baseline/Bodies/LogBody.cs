namespace SkillHost.Docker.Baseline.Bodies;

/// <summary>Where the engine keeps a container's output.</summary>
internal sealed record LogBody(string Type);
