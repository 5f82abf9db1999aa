namespace SkillHost.Docker.Baseline.Bodies;

/// <summary>A container's health check.</summary>
/// <param name="Test">The command, or <c>NONE</c>.</param>
internal sealed record HealthcheckBody(IReadOnlyList<string> Test);
