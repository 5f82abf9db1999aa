namespace SkillHost.Docker.Baseline.Bodies;

/// <summary>When the engine starts a container again.</summary>
internal sealed record RestartBody(string Name);
